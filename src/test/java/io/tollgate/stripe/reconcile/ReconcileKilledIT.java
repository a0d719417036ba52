package io.tollgate.stripe.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.TestInbox;
import io.tollgate.inbox.TestStripe;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.inbox.Watermarks;
import io.tollgate.inbox.Watermarks.Mark;
import io.tollgate.inbox.Watermarks.Scope;
import io.tollgate.support.Signals;
import io.tollgate.support.StripeStub;
import io.tollgate.support.StripeStub.Event;
import io.tollgate.support.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;

/** {@code kill -9} while it reconciles, at random moments. */
@Timeout(600)
class ReconcileKilledIT {
    private static final int KILLS = 25;
    private static final int EVENTS = 500;
    private static final int EARLY = 400;
    private static final int LATE = (EVENTS - EARLY) / KILLS;
    private static final String CONNECTED = "acct_1";
    private static final List<String> TYPES =
            List.of("payment_intent.succeeded", "charge.refunded", "invoice.payment_failed");

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final StripeStub stub = new StripeStub();
    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final Watermarks watermarks = TestStripe.watermarks(dataSource);
    private final Inbox inbox = TestInbox.open(dataSource);
    private final Instant now = Instant.now();

    @AfterEach
    void close() {
        inbox.close();
        dataSource.close();
        stub.close();
    }

    @Test
    void theWatermarkIsNeverAheadOfTheTruth() throws Exception {
        for (Scope scope : scopes()) {
            watermarks.begin(scope, TYPES, now.minus(Duration.ofDays(2)));
        }
        noteConnectedAccount();
        for (int i = 0; i < EARLY; i++) {
            stub.add(event(i));
        }
        stub.trouble(request -> trouble());
        // so that most kills come while an answer is waited for
        stub.delay(Duration.ofMillis(40));

        int doneBetween = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            doneBetween += runAndKill();
            assertThat(ahead()).as("after kill %s, seed %s", kill, seed).isEmpty();
            for (int i = 0; i < LATE; i++) {
                arriveLate(EARLY + (kill - 1) * LATE + i);
            }
        }
        stub.delay(Duration.ZERO);
        finish();

        assertThat(stored()).hasSameSizeAs(stub.events());
        assertThat(stub.events()).hasSize(EVENTS + 2);
        assertThat(jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE source = 'webhook'", Integer.class))
                .as("some came by webhook meanwhile")
                .isGreaterThan(20);
        assertThat(doneBetween).as("it was killed in the middle, too").isLessThan(KILLS * 20);
    }

    private static List<Scope> scopes() {
        return Stream.of(true, false)
                .flatMap(live -> Stream.of("", CONNECTED).map(account -> new Scope("default", live, account)))
                .toList();
    }

    private void noteConnectedAccount() {
        for (boolean live : new boolean[] {true, false}) {
            Event event = new Event(
                    "evt_first_" + live,
                    TYPES.get(0),
                    CONNECTED,
                    live,
                    now.minusSeconds(900).getEpochSecond(),
                    true);
            stub.add(event);
            accept(event);
        }
    }

    private Event event(int number) {
        Instant created = now.minus(Duration.ofDays(2)).plusSeconds(random.nextInt(2 * 86_400 - 60));
        return new Event(
                "evt_" + number,
                TYPES.get(random.nextInt(TYPES.size())),
                random.nextBoolean() ? null : CONNECTED,
                random.nextBoolean(),
                created.getEpochSecond(),
                false);
    }

    /** Behind the watermark of some, ahead of that of others; one of three comes by webhook at the same moment. */
    private void arriveLate(int number) {
        Event event = event(number);
        if (number % 3 == 0) {
            accept(event);
        }
        late.add(event.id());
        stub.add(event);
    }

    /** What Stripe lists only after the watermark has passed it, nobody could have known. */
    private final Set<String> late = new HashSet<>();

    private void accept(Event event) {
        byte[] body = event.posted().getBytes(StandardCharsets.UTF_8);
        inbox.accept(new VerifiedEvent(
                event.id(),
                event.type(),
                "default",
                event.livemode(),
                event.created(),
                null,
                event.account(),
                null,
                body,
                Instant.now().minusSeconds(1)));
    }

    private ResponseDefinitionBuilder trouble() {
        int dice = random.nextInt(100);
        if (dice < 5) {
            return WireMock.aResponse().withStatus(500);
        }
        return dice < 6 ? WireMock.aResponse().withStatus(429).withHeader("Retry-After", "0") : null;
    }

    private Process launch(boolean undelivered) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ReconcileMain.class.getName(),
                        stub.url(),
                        dataSource.getJdbcUrl(),
                        String.join(",", TYPES),
                        Boolean.toString(undelivered))
                .redirectErrorStream(true)
                .start();
    }

    /** @return how often it came to its end */
    private int runAndKill() throws Exception {
        Process process = launch(false);
        try (BufferedReader lines = process.inputReader()) {
            await(lines, "runs");
            boolean ended = process.waitFor(random.nextInt(500), TimeUnit.MILLISECONDS);
            assertThat(ended).isFalse();
            Signals.kill(process);
            return (int) lines.lines().filter("done"::equals).count();
        }
    }

    private void finish() throws Exception {
        Process process = launch(true);
        try (BufferedReader lines = process.inputReader()) {
            await(lines, "done");
            await(lines, "done");
        } finally {
            Signals.kill(process);
        }
    }

    private static void await(BufferedReader lines, String word) throws IOException {
        List<String> read = new ArrayList<>();
        for (String line = lines.readLine(); !word.equals(line); line = lines.readLine()) {
            assertThat(line).as("it ended: %s", read).isNotNull();
            read.add(line);
        }
    }

    private Set<String> stored() {
        return new HashSet<>(jdbc.queryForList("SELECT id FROM tollgate.inbox", String.class));
    }

    /** Events that the watermark says are there, and are not. */
    private List<Event> ahead() {
        Set<String> stored = stored();
        return scopes().stream()
                .flatMap(scope -> watermarks.of(scope).stream())
                .flatMap(mark -> stub.events().stream().filter(event -> isClaimed(event, mark)))
                .filter(event -> !stored.contains(event.id()) && !late.contains(event.id()))
                .toList();
    }

    private static boolean isClaimed(Event event, Mark mark) {
        Instant created = Instant.ofEpochSecond(event.created());
        return event.type().equals(mark.type())
                && event.livemode() == mark.livemode()
                && mark.account().equals(event.account() == null ? "" : event.account())
                && !created.isBefore(mark.since())
                && created.isBefore(mark.complete());
    }
}
