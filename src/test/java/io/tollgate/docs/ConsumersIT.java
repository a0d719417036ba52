package io.tollgate.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.stripe.net.Webhook;
import io.tollgate.support.GatewayProcess;
import io.tollgate.support.Node;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Runs the very consumers of docs/examples behind the gateway, as their reader would. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConsumersIT {
    private static final Path EXAMPLES = Path.of("docs", "examples").toAbsolutePath();
    private static final List<String> CLIENT_JARS =
            List.of("activemq-client-", "jakarta.jms-api-", "slf4j-api-", "hawtbuf-");
    /** What an encoding, a trim or a JSON parser on the way would change. */
    private static final String AWKWARD =
            "{\r\n  \"id\": \"%s\", \"object\":\"event\",\"type\":\"payment_intent.succeeded\",\t\"livemode\":true,"
                    + "\"created\":1767225600, \"data\":{\"object\":{\"id\":\"pi_1\",\"amount\":1.10}},"
                    + "\"n\":\"😀 e\u0301 é € \\u0000 \\ud83d\\ude00 \\/ \u2028 \uFEFF\",\"n\":1e2 }\r\n \t\n\n";

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Process> consumers = new ArrayList<>();
    private Path raw;
    private GatewayProcess gateway;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws IOException {
        raw = directory.resolve("body");
        gateway = new GatewayProcess(directory);
        gateway.start();
    }

    @AfterEach
    void endConsumers() {
        consumers.forEach(Process::destroyForcibly);
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (gateway.isAlive()) {
            gateway.stop();
        }
    }

    @Test
    void theJavaConsumerReceivesTheBodyByteForByte() throws Exception {
        receivesTheBodyByteForByte(java("--count", "1", "--raw", raw.toString()), "evt_java");
    }

    @Test
    void theNodeConsumerReceivesTheBodyByteForByte() throws Exception {
        receivesTheBodyByteForByte(node("--count", "1", "--raw", raw.toString()), "evt_node");
    }

    @Test
    void theJavaConsumerConnectsAgain() throws Exception {
        connectsAgain(java(), "evt_java");
    }

    @Test
    void theNodeConsumerConnectsAgain() throws Exception {
        connectsAgain(node(), "evt_node");
    }

    private void receivesTheBodyByteForByte(Process consumer, String id) throws Exception {
        byte[] body = post(id);

        assertThat(lineOf(id, output(consumer)))
                .isEqualTo(id + " payment_intent.succeeded pi_1 " + body.length + " bytes live");
        assertThat(consumer.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(consumer.exitValue()).isZero();
        assertThat(raw).hasBinaryContent(body);
    }

    private void connectsAgain(Process consumer, String id) throws Exception {
        BufferedReader output = output(consumer);
        post(id + "_before");
        lineOf(id + "_before", output);

        gateway.kill();
        gateway.start();

        post(id + "_after");
        assertThat(lineOf(id + "_after", output)).contains("payment_intent.succeeded");
    }

    /** Skips others: an event whose acknowledgement died with the broker is delivered again. */
    private static String lineOf(String id, BufferedReader output) {
        return assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            String line = output.readLine();
            while (line != null && !line.startsWith(id + " ")) {
                line = output.readLine();
            }
            return line;
        });
    }

    private Process java(String... options) throws IOException {
        String jars = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(jar ->
                        CLIENT_JARS.stream().anyMatch(Path.of(jar).getFileName().toString()::startsWith))
                .collect(Collectors.joining(File.pathSeparator));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                jars,
                EXAMPLES.resolve("java/PaymentsConsumer.java").toString(),
                "--broker",
                gateway.brokerUrl().substring("tcp://".length())));
        command.addAll(List.of(options));
        return started(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    private Process node(String... options) throws IOException, InterruptedException {
        Node.assume();
        Path folder = EXAMPLES.resolve("node");
        Node.npmCi(folder);
        List<String> arguments = new ArrayList<>(List.of("consumer.mjs", "--port", "" + gateway.stompPort()));
        arguments.addAll(List.of(options));
        return started(Node.start(folder, arguments.toArray(String[]::new)));
    }

    private Process started(Process consumer) {
        consumers.add(consumer);
        return consumer;
    }

    private static BufferedReader output(Process consumer) {
        return new BufferedReader(new InputStreamReader(consumer.getInputStream(), StandardCharsets.UTF_8));
    }

    private byte[] post(String id) throws Exception {
        String body = AWKWARD.formatted(id);
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + gateway.port() + "/webhooks/stripe"))
                .header("Stripe-Signature", Webhook.Signature.generateSignatureHeader(body, gateway.secret()))
                .POST(HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8))
                .build();
        assertThat(http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
