package io.tollgate.webhook;

import io.tollgate.inbox.Inbox;
import io.tollgate.support.Signatures;
import io.tollgate.support.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.jdbc.core.JdbcTemplate;

/** The half of the gateway in front of the relay: the edge, the shipped receive route, the inbox, a real database. */
class Ingress implements AutoCloseable {
    static final String SECRET = "whsec_of_the_default_endpoint";
    static final String OLD_SECRET = "whsec_before_the_rotation";
    static final String CONNECT_SECRET = "whsec_of_connect";

    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;
    private final ConfigurableApplicationContext context;

    @EnableAutoConfiguration
    @ConfigurationPropertiesScan({"io.tollgate.webhook", "io.tollgate.inbox", "io.tollgate.warmup", "io.tollgate.trace"
    })
    @ComponentScan({"io.tollgate.webhook", "io.tollgate.inbox", "io.tollgate.warmup", "io.tollgate.trace"})
    static class Application {}

    private Ingress(int port, ConfigurableApplicationContext context) {
        this.port = port;
        this.context = context;
    }

    static Ingress start(String... settings) {
        return start(0, settings);
    }

    /** With more beans of the container. */
    static Ingress startWith(WebServerFactoryCustomizer<?> customizer) {
        return start(
                0,
                TestDatabase.newDatabase(),
                context -> context.getBeanFactory().registerSingleton("customizer", customizer));
    }

    static Ingress start(int port, String... settings) {
        return start(port, TestDatabase.newDatabase(), context -> {}, settings);
    }

    /** With what sees the context before anything is in it. */
    static Ingress start(
            ApplicationContextInitializer<ConfigurableApplicationContext> initializer,
            String databaseUrl,
            String... settings) {
        return start(0, databaseUrl, initializer, settings);
    }

    /** With a database that the test may stop. */
    static Ingress startOn(String databaseUrl, String... settings) {
        return start(0, databaseUrl, context -> {}, settings);
    }

    private static Ingress start(
            int port,
            String databaseUrl,
            ApplicationContextInitializer<ConfigurableApplicationContext> initializer,
            String... settings) {
        List<String> all = new ArrayList<>(List.of(
                "server.port=" + port,
                "server.address=127.0.0.1",
                "management.server.port=0",
                "spring.datasource.url=" + databaseUrl,
                "spring.datasource.username=postgres",
                "tollgate.mail.finance=finance@example.org",
                "spring.mail.host=127.0.0.1",
                "tollgate.webhook.endpoints.default.secrets=" + OLD_SECRET + " , " + SECRET + ",",
                "tollgate.webhook.endpoints.connect.secrets=" + CONNECT_SECRET,
                "tollgate.webhook.endpoints.connect.tolerance=60s"));
        all.addAll(List.of(settings));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                .initializers(initializer)
                .properties("tollgate.warm-up=0s")
                .run(all.stream().map(setting -> "--" + setting).toArray(String[]::new));
        return new Ingress(context.getEnvironment().getRequiredProperty("local.server.port", Integer.class), context);
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static String newId() {
        return "evt_" + Long.toString(ThreadLocalRandom.current().nextLong(Long.MAX_VALUE), 36);
    }

    static String event(String id) {
        return """
                {"id": "%s", "object": "event", "type": "payment_intent.succeeded", "api_version": "2025-01-27.acacia",
                 "created": 1767225600, "livemode": false, "data": {"object": {"id": "pi_1", "amount": 1099}}}""".formatted(id);
    }

    int port() {
        return port;
    }

    /** How often the inbox has the event: 0 or 1. */
    int stored(String id) {
        return jdbc().queryForObject("SELECT count(*) FROM tollgate.inbox WHERE id = ?", Integer.class, id);
    }

    JdbcTemplate jdbc() {
        return context.getBean(JdbcTemplate.class);
    }

    String databaseUrl() {
        return context.getEnvironment().getRequiredProperty("spring.datasource.url");
    }

    /** Read, and not answered yet. */
    int requestsInFlight() {
        return context.getBean(Door.class).inFlight();
    }

    boolean isStopping() {
        return context.getBean(ApplicationAvailability.class).getReadinessState() == ReadinessState.REFUSING_TRAFFIC;
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    Inbox inbox() {
        return context.getBean(Inbox.class);
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    HttpRequest.Builder managementRequest(String path) {
        String port = context.getEnvironment().getRequiredProperty("local.management.port");
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    HttpRequest.Builder post(String path, byte[] body) {
        return request(path).POST(BodyPublishers.ofByteArray(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** Posts to the default endpoint of one that is still starting. */
    static HttpResponse<String> send(int port, String payload, String signature)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/webhooks/stripe"))
                .header("Stripe-Signature", signature)
                .POST(BodyPublishers.ofString(payload))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    /** Posts to the default endpoint, signed now. */
    HttpResponse<String> postSigned(String payload) throws IOException, InterruptedException {
        return postSigned("/webhooks/stripe", payload, SECRET);
    }

    HttpResponse<String> postSigned(String path, String payload, String secret)
            throws IOException, InterruptedException {
        return post(path, payload, Signatures.sign(payload, secret, Instant.now()));
    }

    HttpResponse<String> post(String path, String payload, String signature) throws IOException, InterruptedException {
        return send(post(path, payload.getBytes(StandardCharsets.UTF_8)).header("Stripe-Signature", signature));
    }

    @Override
    public void close() {
        context.close();
    }
}
