package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import io.tollgate.support.GatewayProcess;
import io.tollgate.support.Signals;
import io.tollgate.support.Signatures;
import io.tollgate.support.StripeStub;
import io.tollgate.support.StripeStub.Event;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Events that Stripe created while the gateway was down, and that never arrive; Stripe's API fails now and then. */
@Timeout(600)
class ReconcileIT {
    private static final int EVENTS = 500;
    private static final int KILLS = 3;
    private static final String CONNECTED = "acct_1";
    private static final String QUEUE = "stripe.payouts.paid";
    private static final String TABLE =
            "CREATE TABLE IF NOT EXISTS stripe.paid (event_id text NOT NULL, account text);";
    private static final String FLOW = """
            - route:
                id: payout-paid
                description: Keeps a row an event, which shows when it is written twice
                from:
                  uri: direct
                  parameters: {name: payout-paid}
                  steps:
                    - to:
                        id: keep-payout
                        uri: sql
                        parameters:
                          noop: true
                          query: "INSERT INTO stripe.paid (event_id, account) VALUES (:#${header.stripeEventId}, :#${variable.event[account]})"
                    - to:
                        id: to-payouts
                        uri: jms
                        parameters: {destinationType: queue, destinationName: stripe.payouts.paid}
            """;
    private static final Figures FIGURES =
            new Figures("reconcile", "fault", "events that never arrived", "of them stored twice", "messages repeated");

    private final Random random = new Random();
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void whatNeverArrivedIsStoredOnceAndRouted(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory)
            throws Exception {
        try (StripeStub stub = new StripeStub();
                Installation installation = new Installation(directory)) {
            GatewayProcess gateway = installation.gateway(settings(stub));
            writeFlow(installation.routesOf(gateway));
            gateway.start();
            meetAccounts(installation, gateway, stub);
            Signals.kill(gateway.process());
            // nobody has asked for a day, and knows all of the day before
            installation.execute("UPDATE tollgate.stripe_watermark SET since = since - interval '2 days',"
                    + " complete = complete - interval '1 day'");
            List<Event> lost = lost(stub);
            stub.trouble(request -> trouble());

            try (Receipts receipts = new Receipts(installation.broker(), QUEUE)) {
                for (int kill = 0; kill < KILLS; kill++) {
                    gateway.start();
                    post(gateway, lost.subList(kill * 20, kill * 20 + 20));
                    awaitMoment();
                    Signals.kill(gateway.process());
                }
                gateway.start();
                await("all are there")
                        .atMost(Duration.ofSeconds(120))
                        .until(() -> installation.query("SELECT count(*) FROM tollgate.inbox") == EVENTS + 2);
                installation.awaitSettled(Duration.ofSeconds(60));
                await("all messages").until(() -> receipts.receivedAt().size() == EVENTS + 2);
                check(installation, receipts);
            }
            assertThat(gateway.output()).doesNotContain("rk_live_reader", "rk_test_reader");
        }
    }

    private static List<String> settings(StripeStub stub) {
        List<String> settings = new ArrayList<>(Installation.SHORT_LEASE);
        settings.addAll(List.of(
                "--tollgate.stripe.api-base=" + stub.url(),
                "--tollgate.stripe.accounts.default.api-keys=rk_live_reader,rk_test_reader",
                "--tollgate.stripe.rate=100",
                "--tollgate.stripe.reconcile.interval=10s",
                "--tollgate.stripe.reconcile.settle=10s"));
        return settings;
    }

    private static void writeFlow(Path routes) throws IOException {
        Files.writeString(routes.resolve("payout-paid.camel.yaml"), FLOW);
        Files.writeString(routes.resolve("tables").resolve("R__paid.sql"), TABLE);
    }

    /** By which the connected account is known, in both modes. */
    private void meetAccounts(Installation installation, GatewayProcess gateway, StripeStub stub) throws Exception {
        List<Event> first = Stream.of(true, false)
                .map(live -> new Event(
                        "evt_first" + live,
                        "payout.paid",
                        CONNECTED,
                        live,
                        Instant.now().getEpochSecond(),
                        true))
                .toList();
        first.forEach(stub::add);
        post(gateway, first);
        await("Stripe is asked about both accounts in both modes")
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        installation.query("SELECT count(*) FROM tollgate.stripe_watermark WHERE type = 'payout.paid'")
                                == 4);
    }

    /** Of both accounts and both modes; a fifth is older than the watermark, and was not listed then. */
    private List<Event> lost(StripeStub stub) {
        Instant now = Instant.now();
        List<Event> lost = new ArrayList<>();
        for (int i = 0; i < EVENTS; i++) {
            Duration age = Duration.ofMinutes(1 + random.nextInt(24 * 60 - 2)).plusHours(i % 5 == 0 ? 23 : 0);
            lost.add(new Event(
                    "evt_" + i,
                    "payout.paid",
                    i % 2 == 0 ? null : CONNECTED,
                    i % 4 < 2,
                    now.minus(age).getEpochSecond(),
                    false));
        }
        lost.forEach(stub::add);
        return lost;
    }

    private ResponseDefinitionBuilder trouble() {
        int dice = random.nextInt(100);
        if (dice < 10) {
            return WireMock.aResponse().withStatus(dice < 5 ? 500 : 503).withBody("<html>");
        }
        return dice < 15 ? WireMock.aResponse().withStatus(429).withHeader("Retry-After", "0") : null;
    }

    private void post(GatewayProcess gateway, List<Event> events) throws Exception {
        for (Event event : events) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://127.0.0.1:" + gateway.port() + "/webhooks/stripe"))
                    .header("Stripe-Signature", Signatures.sign(event.posted(), Sender.SECRET, Instant.now()))
                    .POST(HttpRequest.BodyPublishers.ofString(event.posted()))
                    .build();
            assertThat(http.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
        }
    }

    private void awaitMoment() {
        long moment = System.nanoTime() + random.nextInt(2_000_000_000);
        await().pollInterval(Duration.ofMillis(1)).until(() -> System.nanoTime() > moment);
    }

    private void check(Installation installation, Receipts receipts) throws IOException {
        long rows = installation.query("SELECT count(*) FROM stripe.paid");
        FIGURES.add(
                "down for a day, `kill -9` three times while it catches up",
                EVENTS,
                rows - EVENTS - 2,
                receipts.messages() - EVENTS - 2);
        assertThat(rows).as("SQL once").isEqualTo(EVENTS + 2);
        assertThat(installation.query("SELECT count(DISTINCT event_id) FROM stripe.paid"))
                .isEqualTo(EVENTS + 2);
        assertThat(installation.query("SELECT count(*) FROM tollgate.inbox WHERE status <> 'ROUTED'"))
                .isZero();
        assertThat(installation.query("SELECT count(*) FROM tollgate.inbox WHERE source = 'reconciled'"))
                .isGreaterThan(EVENTS / 2);
        assertThat(installation.query(
                        "SELECT count(*) FROM tollgate.inbox AS i JOIN stripe.paid AS p ON p.event_id = i.id"
                                + " WHERE i.account IS DISTINCT FROM p.account"))
                .as("whose they are is in the body, too")
                .isZero();
        assertThat(receipts.messages()).isLessThanOrEqualTo(EVENTS + 2 + KILLS * Installation.IN_FLIGHT);
    }
}
