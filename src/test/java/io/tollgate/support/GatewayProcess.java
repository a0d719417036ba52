package io.tollgate.support;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The gateway in a process of its own, as a user starts it; free ports, which it keeps over a restart. */
public final class GatewayProcess {
    private static final String WARM_UP = "TOLLGATE_WARMUP";

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path data;
    private final Path log;
    private final List<String> settings;
    private final int port = FreePorts.next();
    private final int managementPort = FreePorts.next();
    private final int openwirePort = FreePorts.next();
    private final int stompPort = FreePorts.next();
    private final int smtpPort = FreePorts.next();
    private final List<String> launcher = new ArrayList<>();
    /** A short life needs no second compiler; and a locale with digits of its own finds what formats by it. */
    private List<String> jvm = List.of("-XX:TieredStopAtLevel=1", "-Duser.language=ar", "-Duser.country=EG");

    /** Most tests have no use for a warm-up, and each would wait for it. */
    private final Map<String, String> environment = new HashMap<>(Map.of(WARM_UP, "0s"));

    private String classPath = System.getProperty("java.class.path");
    private Path jar;
    private volatile boolean ready;
    private Process process;

    /** With the profile {@code embedded}. */
    public GatewayProcess(Path directory, String... settings) {
        this(directory, List.of(settings), true);
    }

    private GatewayProcess(Path directory, List<String> settings, boolean embedded) {
        this.data = directory.resolve("data");
        this.log = directory.resolve("gateway.log");
        this.settings = new ArrayList<>(settings);
        if (embedded) {
            this.settings.addAll(List.of(
                    "--spring.profiles.active=embedded",
                    "--tollgate.embedded.openwire-port=" + openwirePort,
                    "--tollgate.embedded.stomp-port=" + stompPort,
                    "--tollgate.embedded.smtp-port=" + smtpPort));
        }
    }

    /** With a database, a broker and a mail server that the settings name. */
    public static GatewayProcess withoutEmbedded(Path directory, List<String> settings) {
        return new GatewayProcess(directory, settings, false);
    }

    /** What is put in front of the command, such as {@code unshare -Urm}. */
    public GatewayProcess launchedBy(String... command) {
        launcher.addAll(List.of(command));
        return this;
    }

    /** With the class path of {@code ./tollgate}, and so with the logging of a user. */
    public GatewayProcess withoutTestClasses() throws IOException {
        return withoutTestClasses(Path.of(""));
    }

    /** The same, of another checkout. */
    public GatewayProcess withoutTestClasses(Path checkout) throws IOException {
        Path target = checkout.resolve("target");
        classPath = target.resolve("classes") + ":" + Files.readString(target.resolve("classpath.txt"));
        return this;
    }

    public GatewayProcess withClassPath(String entries) {
        classPath = entries;
        return this;
    }

    /** From a jar. */
    public GatewayProcess ofJar(Path file) {
        jar = file;
        return this;
    }

    /** Options of its JVM, instead of those that suit a test. */
    public GatewayProcess withJvm(List<String> options) {
        jvm = List.copyOf(options);
        return this;
    }

    public GatewayProcess withEnvironment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** As it is shipped. */
    public GatewayProcess withWarmUp() {
        environment.remove(WARM_UP);
        return this;
    }

    /** Returns once readiness is UP, and the routes were taken or refused, which readiness does not wait for. */
    public void start() throws IOException {
        launch();
        awaitReady();
        Awaitility.await("routes, see " + log)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> health().matches("(?s).*\"(inEffect|refused)\".*"));
    }

    /** Returns at once. */
    public void launch() throws IOException {
        List<String> command = new ArrayList<>(launcher);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(
                jar == null
                        ? List.of("-cp", classPath, "io.tollgate.TollgateApplication")
                        : List.of("-jar", jar.toString()));
        command.addAll(List.of(
                "--server.address=127.0.0.1", "--server.port=" + port, "--management.server.port=" + managementPort));
        command.addAll(settings);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("TOLLGATE_DATA", data.toString());
        builder.environment().remove("STRIPE_WEBHOOK_SECRET");
        builder.environment().putAll(environment);
        ready = false;
        process = builder.start();
    }

    /** Whether it has been ready since it was last launched. */
    public boolean wasReady() {
        return ready;
    }

    public void awaitReady() {
        Awaitility.await("readiness, see " + log)
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(200))
                .until(this::isReady);
        ready = true;
    }

    public boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("The gateway ended with " + process.exitValue() + ":\n" + output());
        }
        try {
            return get("/actuator/health/readiness").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private String health() {
        try {
            return get("/actuator/health").body();
        } catch (IOException e) {
            return "";
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        URI uri = URI.create("http://127.0.0.1:" + managementPort + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Runs {@code ./tollgate} against this gateway; returns what it printed. */
    public String tollgate(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(new File("tollgate").getAbsolutePath()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TOLLGATE_DATA", data.toString());
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        builder.environment().remove("STRIPE_WEBHOOK_SECRET");
        Process run = builder.start();
        String printed = new String(run.getInputStream().readAllBytes());
        if (run.waitFor() != 0) {
            throw new IllegalStateException(command + " ended with " + run.exitValue() + ": " + printed + output());
        }
        return printed;
    }

    /** {@code kill -9}. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM; returns how long the exit took. */
    public Duration stop() throws InterruptedException {
        long start = System.nanoTime();
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            kill();
        }
        return Duration.ofNanos(System.nanoTime() - start);
    }

    public Process process() {
        return process;
    }

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public int port() {
        return port;
    }

    /** Where operators look: health and metrics. */
    public int managementPort() {
        return managementPort;
    }

    public String brokerUrl() {
        return "tcp://127.0.0.1:" + openwirePort;
    }

    public int stompPort() {
        return stompPort;
    }

    public Path mails() {
        return data.resolve("mail");
    }

    public String secret() throws IOException {
        return Files.readString(data.resolve("stripe-webhook-secret")).strip();
    }

    /** The embedded PostgreSQL; its port is the fourth line of {@code postmaster.pid}. */
    public Connection database() throws IOException, SQLException {
        String databasePort = Files.readAllLines(data.resolve("postgres").resolve("postmaster.pid"))
                .get(3)
                .strip();
        String password = Files.readString(data.resolve("postgres-password")).strip();
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + databasePort + "/postgres", "tollgate", password);
    }

    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "no output: " + e;
        }
    }
}
