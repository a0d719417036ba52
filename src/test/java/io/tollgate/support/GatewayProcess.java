package io.tollgate.support;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
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
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The gateway in a process of its own with the profile {@code embedded}, as a user starts it; free ports. */
public final class GatewayProcess {
    private final HttpClient http = HttpClient.newHttpClient();
    private final Path data;
    private final Path log;
    private final List<String> settings;
    private final int port = freePort();
    private final int openwirePort = freePort();
    private final int stompPort = freePort();
    private final int smtpPort = freePort();
    private Process process;

    public GatewayProcess(Path directory, String... settings) {
        this.data = directory.resolve("data");
        this.log = directory.resolve("gateway.log");
        this.settings = List.of(settings);
    }

    /** Returns once readiness is UP. */
    public void start() throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                // a locale with digits of its own
                "-Duser.language=ar",
                "-Duser.country=EG",
                "-cp",
                System.getProperty("java.class.path"),
                "io.tollgate.TollgateApplication",
                "--spring.profiles.active=embedded",
                "--server.port=" + port,
                "--tollgate.embedded.openwire-port=" + openwirePort,
                "--tollgate.embedded.stomp-port=" + stompPort,
                "--tollgate.embedded.smtp-port=" + smtpPort));
        command.addAll(settings);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("TOLLGATE_DATA", data.toString());
        builder.environment().remove("STRIPE_WEBHOOK_SECRET");
        process = builder.start();
        Awaitility.await("readiness, see " + log)
                .atMost(Duration.ofSeconds(120))
                .pollInterval(Duration.ofMillis(200))
                .until(this::isReady);
    }

    private boolean isReady() {
        if (!process.isAlive()) {
            throw new IllegalStateException("The gateway ended with " + process.exitValue() + ":\n" + output());
        }
        try {
            URI readiness = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
            return http.send(HttpRequest.newBuilder(readiness).build(), HttpResponse.BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
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

    public boolean isAlive() {
        return process != null && process.isAlive();
    }

    public int port() {
        return port;
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
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + databasePort + "/postgres", "postgres", "");
    }

    public String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return "no output: " + e;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
