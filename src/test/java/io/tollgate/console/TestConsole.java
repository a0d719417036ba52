package io.tollgate.console;

import io.tollgate.TollgateApplication;
import io.tollgate.access.Role;
import io.tollgate.access.TestTokens;
import io.tollgate.support.TestDatabase;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.catalina.Context;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** A whole gateway in this process, and its operators' port, asked over HTTP. Without a broker's URL its broker is away. */
public final class TestConsole implements AutoCloseable {
    public static final String SECRET = "whsec_of_the_console";
    private static final String NO_BROKER = "tcp://127.0.0.1:9";

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;
    private final Map<Role, String> tokens = new EnumMap<>(Role.class);

    private final ApplicationContext operators;

    private TestConsole(ConfigurableApplicationContext context, ApplicationContext operators) {
        this.context = context;
        this.operators = operators;
    }

    public static TestConsole start(String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--management.server.port=0",
                "--spring.datasource.url=" + TestDatabase.newDatabase(),
                "--spring.datasource.username=postgres",
                "--spring.activemq.broker-url=" + NO_BROKER,
                "--spring.mail.host=127.0.0.1",
                "--tollgate.mail.finance=finance@example.org",
                "--tollgate.webhook.endpoints.default.secrets=" + SECRET));
        List<String> given = List.of(settings);
        all.removeIf(setting -> given.stream().anyMatch(other -> name(other).equals(name(setting))));
        all.addAll(given);
        AtomicReference<ApplicationContext> operators = new AtomicReference<>();
        ConfigurableApplicationContext gateway = new SpringApplicationBuilder(TollgateApplication.class)
                .properties("tollgate.warm-up=0s")
                .listeners((ApplicationListener<WebServerInitializedEvent>) started -> {
                    if ("management".equals(started.getApplicationContext().getServerNamespace())) {
                        operators.set(started.getApplicationContext());
                    }
                })
                .run(all.toArray(String[]::new));
        return new TestConsole(gateway, operators.get());
    }

    private static String name(String setting) {
        return setting.substring(0, setting.indexOf('='));
    }

    /** A bean of the gateway's. */
    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    /** That of the operators' port. */
    public ApplicationContext operators() {
        return operators;
    }

    /** That of a browser, by its cookie. */
    public HttpSession session(String id) throws IOException {
        TomcatWebServer server = (TomcatWebServer) ((WebServerApplicationContext) operators).getWebServer();
        Context files = (Context) server.getTomcat().getHost().findChildren()[0];
        return files.getManager().findSession(id).getSession();
    }

    public JdbcTemplate jdbc() {
        return bean(JdbcTemplate.class);
    }

    public String databaseUrl() {
        return context.getEnvironment().getRequiredProperty("spring.datasource.url");
    }

    public int publicPort() {
        return context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public int operatorsPort() {
        return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
    }

    /** To the operators' port, of nobody. */
    public HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + operatorsPort() + path));
    }

    /** With a token of this role. */
    public HttpRequest.Builder request(Role role, String path) {
        return request(path).header("Authorization", "Bearer " + token(role));
    }

    public HttpResponse<String> get(Role role, String path) throws IOException, InterruptedException {
        return send(request(role, path));
    }

    /** @param method {@code POST}, {@code PUT} and so on */
    public HttpResponse<String> send(Role role, String method, String path, String json)
            throws IOException, InterruptedException {
        return send(request(role, path)
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofString(json)));
    }

    public HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    public String token(Role role) {
        return tokens.computeIfAbsent(
                role,
                missing ->
                        TestTokens.on(jdbc()).create(missing.name().toLowerCase(Locale.ROOT), missing, "test", null));
    }

    @Override
    public void close() {
        context.close();
    }
}
