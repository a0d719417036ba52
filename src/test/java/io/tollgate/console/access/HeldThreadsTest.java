package io.tollgate.console.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Role;
import io.tollgate.console.TestConsole;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who sends slowly, and a database that hangs, hold no thread that another needs. */
class HeldThreadsTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(3);
    private static final String PASSWORD = "correct horse";

    private static TestConsole console;

    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        console = TestConsole.start(
                "--tollgate.console.users.vera.password=" + Browser.hash(PASSWORD),
                "--tollgate.console.users.vera.role=viewer");
        // the first answers take longer: their classes are loaded
        new Browser(console).logIn("vera", PASSWORD);
        console.get(Role.VIEWER, "/api/v1/me");
    }

    @AfterAll
    static void stop() {
        console.close();
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void slowLoginsHoldNobodyUp() throws Exception {
        for (int i = 0; i < 30; i++) {
            send("POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
                    + "Content-Length: 1000\r\n\r\nusername=");
        }
        assertHealthy();
        assertThat(new Browser(console).logIn("vera", PASSWORD).statusCode()).isEqualTo(303);
    }

    @Test
    void slowBodiesOfWhoMaySendSomeHoldNobodyUp() throws Exception {
        for (int i = 0; i < 30; i++) {
            send("POST /api/v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + console.token(Role.VIEWER)
                    + "\r\nContent-Length: 60000\r\n\r\n{");
        }
        assertHealthy();
        assertThat(console.get(Role.VIEWER, "/api/v1/me").statusCode()).isEqualTo(200);
    }

    @Test
    void aBodyThatDoesNotComeIsHungUpOnAfterSomeSeconds() throws Exception {
        Socket socket = send("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nusername=");
        socket.setSoTimeout(15_000);
        assertThat(firstLine(socket)).matches("|HTTP/1.1 408.*");
    }

    @Test
    void theBodyOfAStrangerIsNotWaitedFor() throws Exception {
        for (String path : List.of("/api/v1/me", "/api/v1/tokens")) {
            Socket socket = send("POST " + path + " HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n");
            socket.setSoTimeout(3_000);
            assertThat(firstLine(socket)).startsWith("HTTP/1.1 401");
        }
        Socket made = send("POST /api/v1/me HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer tg_" + "A".repeat(43)
                + "\r\nContent-Length: 60000\r\n\r\n");
        made.setSoTimeout(3_000);
        assertThat(firstLine(made)).startsWith("HTTP/1.1 401");
    }

    @Test
    void longBodiesAndThoseOfNoLengthAreRefused() throws Exception {
        assertThat(firstLine(send("POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 5000\r\n\r\n")))
                .startsWith("HTTP/1.1 413");
        assertThat(firstLine(send("POST /login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")))
                .startsWith("HTTP/1.1 411");
        HttpResponse<String> answer = console.send(Role.ADMIN, "POST", "/api/v1/replays", " ".repeat(70_000) + "{}");
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("Send at most 65536 bytes to this path.");
    }

    @Test
    void aDatabaseThatHangsIsNotWaitedForLong() throws Exception {
        String token = console.token(Role.VIEWER);
        try (Connection other = console.bean(DataSource.class).getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("LOCK TABLE tollgate.api_token IN ACCESS EXCLUSIVE MODE");
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                answers.add(HttpClient.newHttpClient()
                        .sendAsync(
                                console.request("/api/v1/me")
                                        .header("Authorization", "Bearer " + token)
                                        .build(),
                                BodyHandlers.ofString()));
            }
            assertHealthy();
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertThat(answer.join().statusCode()).isEqualTo(503);
                assertThat(answer.join().headers().firstValue("Retry-After")).isPresent();
                assertThat(answer.join().headers().firstValue("Content-Type")).hasValue("application/problem+json");
            }
            other.rollback();
        }
        assertThat(console.get(Role.VIEWER, "/api/v1/me").statusCode()).isEqualTo(200);
    }

    private static void assertHealthy() throws Exception {
        assertThat(HttpClient.newHttpClient()
                        .send(
                                console.request("/actuator/health/liveness")
                                        .timeout(AT_ONCE)
                                        .build(),
                                BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);
    }

    private Socket send(String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), console.operatorsPort());
        sockets.add(socket);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String firstLine(Socket socket) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int read = socket.getInputStream().read();
                read > '\r';
                read = socket.getInputStream().read()) {
            line.append((char) read);
        }
        return line.toString();
    }
}
