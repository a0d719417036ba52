package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.UnreadBodies;
import io.tollgate.support.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/** Health and metrics beside the public port: a server of its own, small, and with nothing that the public one shares. */
class OperatorsPortTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(3);
    private static final int STRANGERS = 30;

    /** By the name of the context: null for the public one. */
    private static final Map<String, AbstractHttp11Protocol<?>> SERVERS = new ConcurrentHashMap<>();

    private static Ingress ingress;

    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Socket> sockets = new ArrayList<>();

    @BeforeAll
    static void start() {
        ingress = Ingress.start(
                context -> context.addApplicationListener(
                        (ApplicationListener<WebServerInitializedEvent>) OperatorsPortTest::started),
                TestDatabase.newDatabase());
    }

    /** The first answers take longer: their classes are loaded. */
    @BeforeEach
    void answerOnce() throws Exception {
        get("/actuator/health", Duration.ofSeconds(30));
        get("/actuator/prometheus", Duration.ofSeconds(30));
    }

    private static void started(WebServerInitializedEvent event) {
        String name = event.getApplicationContext().getServerNamespace();
        SERVERS.put(name == null ? "public" : name, (AbstractHttp11Protocol<?>) ((TomcatWebServer) event.getWebServer())
                .getTomcat()
                .getConnector()
                .getProtocolHandler());
    }

    @AfterAll
    static void stop() {
        ingress.close();
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    @Test
    void itsServerIsAPlainOneWithFewThreads() {
        AbstractHttp11Protocol<?> operators = SERVERS.get("management");
        assertThat(operators).isExactlyInstanceOf(UnreadBodies.Protocol.class);
        assertThat(operators.getMaxThreads()).isEqualTo(8);
        assertThat(operators.getMaxConnections()).isEqualTo(100);
        assertThat(operators.getConnectionTimeout()).isEqualTo(5_000);
        assertThat(operators.getExecutor()).isNotSameAs(SERVERS.get("public").getExecutor());
        assertThat(SERVERS.get("public").getMaxThreads()).isEqualTo(1200);
    }

    @Test
    void itListensOnTheLoopbackInterfaceUnlessItIsToldTo() {
        assertThat(SERVERS.get("management").getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
    }

    @Test
    void itHasTheDetailsAndTheMetrics() throws Exception {
        assertThat(get("/actuator/health").body()).contains("\"components\"", "\"inbox\"");
        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/health/liveness").statusCode()).isEqualTo(200);
        assertThat(get("/actuator/prometheus").body()).contains("jvm_memory_used_bytes");
    }

    /** With the profile embedded they would name the data folder, and how full its disk is. */
    @Test
    void theCopiesOnThePublicPortHaveNoDetails() throws Exception {
        for (String probe : List.of("/livez", "/readyz")) {
            HttpResponse<String> copy = ingress.send(ingress.request(probe));
            assertThat(copy.statusCode()).isEqualTo(200);
            assertThat(copy.body()).isEqualTo("{\"status\":\"UP\"}");
        }
    }

    @Test
    void whoDoesNotReadHoldsNeitherThisPortNorThePublicOne() throws Exception {
        strangers("GET /actuator/prometheus HTTP/1.1\r\nHost: x\r\n\r\n".repeat(90));

        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(storesAnEvent()).isTrue();
        assertThat(threads()).isBetween(1, 8);
    }

    @Test
    void whoNeverEndsARequestHoldsNeitherThisPortNorThePublicOne() throws Exception {
        strangers("GET /actuator/health HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{");
        strangers("GET /actuator/health HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n5;");
        strangers("OPTIONS * HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5;");
        strangers("POST /actuator/health HTTP/1.1\r\nHo");

        assertThat(get("/actuator/health/readiness").statusCode()).isEqualTo(200);
        assertThat(storesAnEvent()).isTrue();
        assertThat(threads()).isBetween(1, 8);
    }

    private void strangers(String request) throws IOException {
        for (int i = 0; i < STRANGERS; i++) {
            Socket socket = new Socket();
            sockets.add(socket);
            socket.setReceiveBufferSize(1024);
            socket.connect(new InetSocketAddress(
                    InetAddress.getLoopbackAddress(), SERVERS.get("management").getLocalPort()));
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static boolean storesAnEvent() throws Exception {
        return ingress.postSigned(Ingress.event(Ingress.newId())).statusCode() == 200;
    }

    /** The most that have served this port at once. */
    private static int threads() {
        return ((ThreadPoolExecutor) SERVERS.get("management").getExecutor()).getLargestPoolSize();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return get(path, AT_ONCE);
    }

    private HttpResponse<String> get(String path, Duration atMost) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + SERVERS.get("management").getLocalPort() + path);
        return client.send(HttpRequest.newBuilder(uri).timeout(atMost).build(), BodyHandlers.ofString());
    }
}
