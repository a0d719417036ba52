package io.tollgate.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.access.Role;
import io.tollgate.access.TestTokens;
import io.tollgate.console.TestConsole;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** Each path that the operators' port has, asked by everybody in each way. What is added later is asked by itself. */
class AccessMatrixTest {
    private static final String PASSWORD = "a password of the matrix";
    private static final List<String> METHODS =
            List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "TRACE");
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
    private static final Pattern OPEN = Pattern.compile("/actuator(/prometheus|/health(/.*)?)?");
    /** Or tells of it; it is away here. */
    private static final Pattern NEEDS_BROKER = Pattern.compile(OPEN + "|/(api/v1|console)/dead-letters(/.*)?");

    private static final Pattern STACK_TRACE = Pattern.compile("\\tat |\\.java:\\d+\\)");
    /** What a token is good for. */
    private static final Pattern PROGRAMS = Pattern.compile("/(api|actuator)(/.*)?");

    private static final int NOBODY = -1;

    private static TestConsole console;
    private static final Map<String, String> hashes = new LinkedHashMap<>();

    /** @param role of whom; its number, -1 for nobody */
    private record Caller(String name, int role, Browser browser, Map<String, String> headers, boolean needsCsrf) {
        boolean isProgram() {
            return headers.getOrDefault("Authorization", "").startsWith("Bearer ");
        }
    }

    /** @param needed null when everybody may */
    private record Endpoint(String path, Set<String> methods, Role needed, boolean open) {}

    @BeforeAll
    static void start() {
        List<String> settings = new ArrayList<>(List.of(
                "--management.endpoints.web.exposure.include=*",
                "--management.endpoints.web.exposure.exclude=heapdump,threaddump,shutdown"));
        for (Role role : Role.values()) {
            String user = "--tollgate.console.users." + role.name().toLowerCase(Locale.ROOT);
            hashes.put(role.name(), Browser.hash(PASSWORD));
            settings.add(user + ".password=" + hashes.get(role.name()));
            settings.add(user + ".role=" + role);
        }
        console = TestConsole.start(settings.toArray(String[]::new));
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @Test
    void eachMethodOfAControllerSaysWhomItIsFor() {
        List<HandlerMethod> ours = mappings().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().values().stream())
                .filter(AccessMatrixTest::isOurs)
                .toList();
        assertThat(ours).hasSizeGreaterThan(3);
        assertThat(ours).allMatch(method -> method.hasMethodAnnotation(For.class) || isForEverybody(method));
        assertThat(ours.stream().filter(AccessMatrixTest::isForEverybody).map(HandlerMethod::getShortLogMessage))
                .allMatch(name -> name.contains(LoginPage.class.getName()));
    }

    @Test
    void nothingIsOpenThatShouldNotBe() throws Exception {
        List<String> wrong = new ArrayList<>();
        List<Endpoint> endpoints = endpoints();
        assertThat(endpoints).hasSizeGreaterThan(10);
        for (Caller caller : callers()) {
            for (Endpoint endpoint : endpoints) {
                for (String method : METHODS) {
                    HttpResponse<String> answer = ask(caller, method, endpoint.path());
                    complaint(caller, endpoint, method, answer, others(endpoints, endpoint))
                            .ifPresent(sentence -> wrong.add(caller.name() + " " + method + " " + endpoint.path() + ": "
                                    + answer.statusCode() + ", " + sentence));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void theDocumentOfTheApiHasEachPathOfItAndNoOther() throws Exception {
        JsonNode paths = new ObjectMapper()
                .readTree(console.get(Role.VIEWER, "/api/v1/openapi.json").body())
                .path("paths");
        Set<String> documented = new TreeSet<>();
        paths.properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(verb -> documented.add(verb.toUpperCase(Locale.ROOT) + " "
                                + path.getKey().replaceAll("\\{[^}]*}", "x"))));
        Set<String> known = new TreeSet<>();
        endpoints().stream()
                .filter(endpoint -> endpoint.path().startsWith("/api/"))
                .forEach(endpoint -> endpoint.methods().stream()
                        .filter(method -> !method.equals("HEAD"))
                        .forEach(method ->
                                known.add(method + " " + endpoint.path().replaceAll("/1$", "/x"))));
        assertThat(documented).hasSizeGreaterThan(30).isEqualTo(known);
    }

    private static Optional<String> complaint(
            Caller caller, Endpoint endpoint, String method, HttpResponse<String> answer, Set<String> others) {
        int status = answer.statusCode();
        boolean refused = status == 401 || status == 403 || isSentToLogIn(answer);
        if (tells(answer)) {
            return Optional.of("tells of the inside");
        }
        if (status >= 500
                && !(status == 503 && NEEDS_BROKER.matcher(endpoint.path()).matches())) {
            return Optional.of("has failed");
        }
        if (method.equals("TRACE")) {
            return status >= 400 ? Optional.empty() : Optional.of("echoes");
        }
        if (endpoint.open()) {
            boolean asked = method.equals("GET")
                    || method.equals("HEAD") && !endpoint.path().equals("/actuator");
            return asked && refused ? Optional.of("is closed") : Optional.empty();
        }
        boolean anybody = endpoint.needed() == null && endpoint.methods().contains(method);
        int needed = endpoint.needed() == null
                ? Role.VIEWER.ordinal()
                : endpoint.needed().ordinal();
        boolean mayCall = caller.role() >= needed
                && !(caller.needsCsrf() && !SAFE.contains(method))
                && !(caller.isProgram() && !PROGRAMS.matcher(endpoint.path()).matches());
        if (anybody) {
            return Optional.empty();
        }
        if (caller.role() == NOBODY) {
            return refused || isLogin(endpoint, method, status) ? Optional.empty() : Optional.of("is open");
        }
        if (endpoint.methods().contains(method)) {
            return mayCall == !refused ? Optional.empty() : Optional.of("should be " + (mayCall ? "open" : "closed"));
        }
        return status < 300 && !method.equals("OPTIONS") && !others.contains(method)
                ? Optional.of("is no method of it")
                : Optional.empty();
    }

    /** What the same path has for other methods of a controller. */
    private static Set<String> others(List<Endpoint> all, Endpoint endpoint) {
        Set<String> methods = new TreeSet<>();
        all.stream()
                .filter(other -> other.path().equals(endpoint.path()))
                .forEach(other -> methods.addAll(other.methods()));
        return methods;
    }

    private static boolean isSentToLogIn(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .filter(there -> there.startsWith(LoginPage.PATH + "?" + LoginPage.NEXT + "=")
                        || there.equals(LoginPage.PATH + "?" + LoginPage.ENDED))
                .isPresent();
    }

    /** It is posted to by strangers, and answers what Spring MVC answers to other methods. */
    private static boolean isLogin(Endpoint endpoint, String method, int status) {
        return endpoint.path().equals(LoginPage.PATH)
                && (status == 401 || status == 403 || status == 405 || method.equals("OPTIONS"));
    }

    private static boolean tells(HttpResponse<String> answer) {
        return STACK_TRACE.matcher(answer.body()).find()
                || answer.body().contains(TestConsole.SECRET)
                || answer.body().contains(PASSWORD)
                || hashes.values().stream().anyMatch(answer.body()::contains);
    }

    @Test
    void noOtherWayToWriteAPathIsAWayIn() throws Exception {
        List<String> wrong = new ArrayList<>();
        List<Caller> callers = callers();
        for (Endpoint endpoint : endpoints()) {
            if (endpoint.open()
                    || endpoint.needed() == null
                    || !endpoint.methods().contains("GET")) {
                continue;
            }
            for (String path : otherWays(endpoint.path()).stream()
                    .filter(way -> way.startsWith("/"))
                    .toList()) {
                for (Caller caller : callers.stream()
                        .filter(each -> each.role() < endpoint.needed().ordinal())
                        .toList()) {
                    HttpResponse<String> answer = ask(caller, "GET", path);
                    if (answer.statusCode() < 400 && !isSentToLogIn(answer)) {
                        wrong.add(caller.name() + " " + path + ": " + answer.statusCode());
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static Set<String> otherWays(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        String above = path.substring(0, path.lastIndexOf('/'));
        String encoded = last.isEmpty() ? "" : "%" + Integer.toHexString(last.charAt(0)) + last.substring(1);
        return new TreeSet<>(List.of(
                "/" + path,
                path + "/",
                path + "//",
                path + ";x=y",
                above + ";x=y/" + last,
                above + "/./" + last,
                above + "/x/../" + last,
                above + "/%2e/" + last,
                above + "/x/%2e%2e/" + last,
                "/x/.." + above + "%2f" + last,
                above + "/" + encoded,
                above + "/" + last + "%00",
                above + "/" + last + "%20",
                path + ".json",
                path.toUpperCase(Locale.ROOT),
                "/login/.." + path,
                "/login;/.." + path,
                "/actuator/health/../.." + path,
                "/actuator/health/..;/..;" + path,
                "/actuator/prometheus/%2e%2e/%2e%2e" + path));
    }

    private static List<RequestMappingInfoHandlerMapping> mappings() {
        return List.copyOf(console.operators()
                .getBeansOfType(RequestMappingInfoHandlerMapping.class)
                .values());
    }

    private static List<Endpoint> endpoints() {
        Map<String, Endpoint> all = new LinkedHashMap<>();
        for (RequestMappingInfoHandlerMapping mapping : mappings()) {
            mapping.getHandlerMethods()
                    .forEach((info, method) -> paths(info)
                            .forEach(path ->
                                    all.put(path + " " + info.getMethodsCondition(), endpoint(path, info, method))));
        }
        return List.copyOf(all.values());
    }

    private static Set<String> paths(RequestMappingInfo info) {
        Set<String> paths = new TreeSet<>();
        info.getPatternValues()
                .forEach(pattern -> paths.add(pattern.replaceAll("\\{\\w+:\\\\d\\{1,18}}", "1")
                        .replaceAll("\\{[^}]*}", "x")
                        .replace("**", "x")));
        return paths;
    }

    private static Endpoint endpoint(String path, RequestMappingInfo info, HandlerMethod method) {
        Set<String> methods = new TreeSet<>();
        for (RequestMethod each : info.getMethodsCondition().getMethods()) {
            methods.add(each.name());
        }
        if (methods.isEmpty() && !path.equals("/error")) {
            methods.addAll(METHODS);
        }
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        boolean open = OPEN.matcher(path).matches();
        For ours = method.getMethodAnnotation(For.class);
        Role needed = ours != null ? ours.value() : path.startsWith("/actuator") ? Role.ADMIN : Role.VIEWER;
        return new Endpoint(path, methods, open || isForEverybody(method) ? null : needed, open);
    }

    private static boolean isOurs(HandlerMethod method) {
        return method.getBeanType().getName().startsWith("io.tollgate.");
    }

    private static boolean isForEverybody(HandlerMethod method) {
        return method.hasMethodAnnotation(ForEverybody.class);
    }

    private static List<Caller> callers() throws Exception {
        List<Caller> callers = new ArrayList<>();
        callers.add(new Caller("nobody", NOBODY, new Browser(console), Map.of(), false));
        callers.add(bearer("made up", NOBODY, "tg_" + "A".repeat(43)));
        callers.add(new Caller("basic", NOBODY, new Browser(console), Map.of("Authorization", "Basic eDp5"), false));
        String revoked = "revoked" + Math.random();
        callers.add(bearer("revoked", NOBODY, TestTokens.on(console.jdbc()).create(revoked, Role.ADMIN, "test", null)));
        TestTokens.on(console.jdbc()).revoke(revoked);
        callers.add(bearer(
                "expired",
                NOBODY,
                TestTokens.on(console.jdbc()).create("e" + Math.random(), Role.ADMIN, "test", Instant.EPOCH)));
        for (Role role : Role.values()) {
            String name = role.name().toLowerCase(Locale.ROOT);
            callers.add(bearer(name + " by token", role.ordinal(), console.token(role)));
            Browser browser = new Browser(console);
            assertThat(browser.logIn(name, PASSWORD).statusCode()).isEqualTo(303);
            callers.add(new Caller(name + " by cookie", role.ordinal(), browser, Map.of(), true));
            callers.add(new Caller(
                    name + " by cookie with CSRF token",
                    role.ordinal(),
                    browser,
                    Map.of("X-CSRF-TOKEN", browser.csrf()),
                    false));
        }
        return callers;
    }

    private static Caller bearer(String name, int role, String token) {
        return new Caller(name, role, new Browser(console), Map.of("Authorization", "Bearer " + token), false);
    }

    private static HttpResponse<String> ask(Caller caller, String method, String path) throws Exception {
        HttpRequest.Builder request = console.request(path);
        caller.headers().forEach(request::header);
        boolean hasBody = Set.of("POST", "PUT", "PATCH").contains(method) && path.startsWith("/api/");
        if (hasBody) {
            request.header("Content-Type", "application/json");
        }
        return caller.browser()
                .send(request.method(method, hasBody ? BodyPublishers.ofString("{}") : BodyPublishers.noBody()));
    }
}
