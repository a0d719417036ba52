package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.cli.Run;
import io.tollgate.support.MovableClock;
import io.tollgate.support.Signatures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secret is rolled at Stripe and exchanged in its file while events come, with a stranger's among them. */
class RotationTest {
    private static final String OLD = "whsec_of_last_year";
    private static final String NEW = "whsec_of_this_year";
    private static final String FOREIGN = "whsec_of_a_stranger";
    private static final String PATH = "/webhooks/stripe/shop";
    private static final int SENDERS = 4;
    /** Of each sender, while nothing else changes. */
    private static final int EVENTS_A_STAGE = 25;

    @TempDir
    private Path folder;

    private final ExecutorService senders = Executors.newFixedThreadPool(SENDERS + 1);
    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
    private final Map<Integer, AtomicInteger> sent = new ConcurrentHashMap<>();
    private final Queue<String> good = new ConcurrentLinkedQueue<>();
    private final Queue<String> foreign = new ConcurrentLinkedQueue<>();
    private volatile List<String> stripeSignsWith = List.of(OLD);
    private volatile boolean stopped;
    private Path file;
    private Ingress ingress;

    @BeforeEach
    void start() throws Exception {
        file = folder.resolve("secret");
        exchange(OLD);
        ingress = Ingress.start("tollgate.webhook.endpoints.shop.secret-files=" + file);
        for (int i = 0; i < SENDERS; i++) {
            int sender = i;
            sent.put(sender, new AtomicInteger());
            senders.submit(() -> send(sender));
        }
        senders.submit(this::sendForeign);
    }

    @AfterEach
    void stop() throws Exception {
        end();
        ingress.close();
    }

    private void end() throws InterruptedException {
        stopped = true;
        senders.shutdown();
        assertThat(senders.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
    }

    private void send(int sender) {
        while (!stopped) {
            String id = Ingress.newId();
            try {
                List<String> secrets = stripeSignsWith;
                String body = Ingress.event(id);
                Instant now = Instant.now();
                String header = secrets.stream()
                        .map(secret -> Signatures.sign(body, secret, now).replaceFirst("^t=\\d+,", ""))
                        .collect(Collectors.joining(",", "t=" + now.getEpochSecond() + ",", ""));
                int status = ingress.post(PATH, body, header).statusCode();
                good.add(id);
                if (status != 200) {
                    refused.add(status + " signed with " + secrets);
                }
            } catch (Exception e) {
                refused.add(e.toString());
            }
            sent.get(sender).incrementAndGet();
        }
    }

    private void sendForeign() {
        while (!stopped) {
            String id = Ingress.newId();
            try {
                int status =
                        ingress.postSigned(PATH, Ingress.event(id), FOREIGN).statusCode();
                foreign.add(id);
                if (status != 400) {
                    accepted.add("foreign: " + status);
                }
            } catch (Exception e) {
                accepted.add(e.toString());
            }
        }
    }

    private void awaitEvents() {
        Map<Integer, Integer> before = sent.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().get()));
        int foreignBefore = foreign.size();
        await().atMost(Duration.ofSeconds(60))
                .until(() -> foreign.size() > foreignBefore + EVENTS_A_STAGE
                        && sent.entrySet().stream()
                                .allMatch(
                                        entry -> entry.getValue().get() > before.get(entry.getKey()) + EVENTS_A_STAGE));
    }

    /** As Kubernetes does. */
    private void exchange(String... secrets) throws Exception {
        Path next = Files.writeString(Files.createTempFile(folder, "data", ""), String.join("\n", secrets) + "\n");
        Path link = Files.createSymbolicLink(folder.resolve("next"), next);
        Files.move(link, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void awaitSecrets(String... secrets) {
        await().atMost(Duration.ofSeconds(10))
                .until(() -> ingress.bean(EndpointSecrets.class).of("shop").stream()
                        .map(Secret::text)
                        .toList()
                        .equals(List.of(secrets)));
    }

    private Run secrets(Duration later, String... options) {
        MovableClock clock = new MovableClock(Instant.now());
        clock.move(later);
        return Run.at(
                clock,
                Stream.concat(
                                Stream.of(
                                        "secrets",
                                        "--spring.datasource.url=" + ingress.databaseUrl(),
                                        "--spring.datasource.username=postgres"),
                                Stream.of(options))
                        .toArray(String[]::new));
    }

    private JsonNode secret(String secret, Duration later) throws Exception {
        Run run = secrets(later, "--json");
        assertThat(run.exitCode()).as(run.err()).isZero();
        for (JsonNode one : new ObjectMapper().readTree(run.out())) {
            if (one.path("fingerprint").asText().equals(Secret.of(secret, "").fingerprint())) {
                return one;
            }
        }
        return new ObjectMapper().missingNode();
    }

    private String verdict(String secret, Duration later) throws Exception {
        return secret(secret, later).path("verdict").asText();
    }

    @Test
    void noGoodEventIsRefusedAndInTheEndTheOldOneMayGo() throws Exception {
        awaitEvents();
        stripeSignsWith = List.of(OLD, NEW);
        awaitEvents();
        await().until(() -> verdict(OLD, Duration.ofDays(30)).equals("IN_USE"));

        exchange(OLD, NEW);
        awaitSecrets(OLD, NEW);
        awaitEvents();
        await().until(() -> verdict(NEW, Duration.ZERO).equals("IN_USE"));
        String needed = secret(OLD, Duration.ZERO).path("neededAt").asText();
        stripeSignsWith = List.of(NEW, OLD);
        awaitEvents();
        await().until(() -> secret(OLD, Duration.ZERO).path("lastUsed").asText().compareTo(needed) > 0);
        assertThat(secret(OLD, Duration.ZERO).path("neededAt").asText()).isEqualTo(needed);
        stripeSignsWith = List.of(NEW);
        awaitEvents();
        await().until(() -> secret(NEW, Duration.ZERO).path("signatures").asInt() > 3 * EVENTS_A_STAGE * SENDERS);
        assertThat(verdict(OLD, Duration.ofHours(23))).isEqualTo("IN_USE");
        assertThat(verdict(OLD, Duration.ofHours(25))).isEqualTo("SAFE_TO_RETIRE");
        assertThat(verdict(NEW, Duration.ofDays(300))).isEqualTo("IN_USE");
        assertThat(secrets(Duration.ofHours(25)).out())
                .contains("safe to retire since ", "file " + file)
                .doesNotContain("whsec_");

        exchange(NEW);
        awaitSecrets(NEW);
        awaitEvents();
        end();

        assertThat(refused).isEmpty();
        assertThat(accepted).isEmpty();
        assertThat(stored(good)).isEqualTo(good.size());
        assertThat(stored(foreign)).isZero();
    }

    private int stored(Queue<String> ids) {
        return ingress.jdbc()
                .queryForObject("SELECT count(*) FROM tollgate.inbox WHERE id = ANY (?)", Integer.class, (Object)
                        ids.toArray(String[]::new));
    }
}
