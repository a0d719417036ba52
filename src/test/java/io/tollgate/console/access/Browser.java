package io.tollgate.console.access;

import io.tollgate.console.TestConsole;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/** Somebody at the operators' port, who keeps cookies and follows no redirect. */
public final class Browser {
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final TestConsole console;

    public Browser(TestConsole console) {
        this.console = console;
    }

    /** A hash that is soon checked. */
    public static String hash(String password) {
        return new BCryptPasswordEncoder(4).encode(password);
    }

    public HttpResponse<String> get(String path) throws Exception {
        return send(console.request(path));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    public HttpResponse<String> post(String path, Map<String, String> form) throws Exception {
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(console.request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    public HttpResponse<String> logIn(String name, String password) throws Exception {
        return logIn(name, password, "");
    }

    HttpResponse<String> logIn(String name, String password, String next) throws Exception {
        return post("/login", Map.of("username", name, "password", password, "next", next, "_csrf", csrf()));
    }

    /** That of the page on which one logs in or out. */
    public String csrf() throws Exception {
        Matcher token = CSRF.matcher(get("/login").body());
        return token.find() ? token.group(1) : "";
    }

    Optional<String> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst();
    }
}
