package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.StripeStub;
import io.tollgate.support.StripeStub.Event;
import io.tollgate.support.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class ReconcileTest {
    private static final StripeStub STUB = new StripeStub();
    private final HikariDataSource inbox = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(inbox);

    @AfterAll
    static void stopStub() {
        STUB.close();
    }

    @AfterEach
    void stop() {
        inbox.close();
        STUB.reset();
    }

    private Run tollgate(String... arguments) {
        String[] all = Stream.concat(
                        Stream.of(arguments),
                        Stream.of(
                                "--spring.datasource.url=" + inbox.getJdbcUrl(),
                                "--spring.datasource.username=postgres",
                                "--tollgate.stripe.api-base=" + STUB.url()))
                .toArray(String[]::new);
        return Run.of(Map.of(), all);
    }

    private Run withKey(String... arguments) {
        return tollgate(Stream.concat(
                        Stream.of(arguments), Stream.of("--tollgate.stripe.accounts.default.api-keys=rk_test_reader"))
                .toArray(String[]::new));
    }

    private void created(String id, String type, Duration ago) {
        STUB.add(new Event(id, type, null, false, Instant.now().minus(ago).getEpochSecond(), false));
    }

    @Test
    void countsAndThenStoresWhatTheFlowsWant() throws Exception {
        created("evt_1", "payment_intent.succeeded", Duration.ofHours(20));
        created("evt_2", "invoice.payment_failed", Duration.ofHours(3));
        created("evt_old", "invoice.payment_failed", Duration.ofDays(3));
        created("evt_other", "tax_rate.created", Duration.ofHours(3));

        Run dry = withKey("reconcile", "--since", "1d", "--dry-run", "--json");
        assertThat(dry.err()).isEmpty();
        JsonNode account = new ObjectMapper().readTree(dry.out()).get(0);
        assertThat(account.at("/missing").toString())
                .isEqualTo("{\"invoice.payment_failed\":1,\"payment_intent.succeeded\":1}");
        assertThat(account.at("/stored").booleanValue()).isFalse();
        assertThat(jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox", Integer.class))
                .isZero();
        assertThat(jdbc.queryForObject("SELECT count(*) FROM tollgate.stripe_watermark", Integer.class))
                .isZero();

        Run run = withKey("reconcile", "--since", "1d");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("default (test)", "2 were missing and are stored now", "payment_intent.succeeded 1");
        assertThat(jdbc.queryForList("SELECT id || ' ' || source FROM tollgate.inbox ORDER BY id", String.class))
                .containsExactly("evt_1 reconciled", "evt_2 reconciled");

        assertThat(tollgate("events", "evt_1").out()).contains("reconciled");
        assertThat(withKey("reconcile").out()).contains("none is missing");
        assertThat(tollgate("status").out()).contains("default (test)", "complete up to");
        assertThat(new ObjectMapper()
                        .readTree(tollgate("status", "--json").out())
                        .at("/stripe/0/types")
                        .intValue())
                .isPositive();
    }

    @Test
    void typesMayBeNamed() {
        created("evt_other", "tax_rate.created", Duration.ofHours(3));

        assertThat(withKey("reconcile", "--since", "1d", "--types", "tax_rate.created")
                        .out())
                .contains("tax_rate.created 1");
    }

    @Test
    void saysWhatIsMissingOfTheSettings() {
        Run none = tollgate("reconcile");
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err()).contains("STRIPE_API_KEY");

        Run wrong = tollgate("reconcile", "--tollgate.stripe.accounts.default.api-keys=whsec_abcdef");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("it is a signing secret").doesNotContain("whsec_abcdef");

        assertThat(withKey("reconcile", "--since", "2999-01-01").exitCode()).isEqualTo(2);
    }

    @Test
    void aDryRunThatFailsClaimsToHaveStoredNothing() {
        STUB.trouble(request -> WireMock.aResponse().withStatus(503));

        assertThat(withKey("reconcile", "--since", "1d", "--dry-run").err())
                .contains("503", "Nothing was stored")
                .doesNotContain("is stored");
    }

    /** As with a key from the start for which Stripe does not answer. */
    @Test
    void statusSaysWhyBeforeAnythingIsKnown() {
        jdbc.update("DELETE FROM tollgate.stripe_watermark");
        jdbc.update("INSERT INTO tollgate.stripe_run (name, lease_end, ended_at, error)"
                + " VALUES ('reconcile', now(), now(), 'Stripe does not answer') ON CONFLICT DO NOTHING");

        assertThat(tollgate("status").out()).contains("Stripe does not answer");
        jdbc.update("DELETE FROM tollgate.stripe_run");
    }

    @Test
    void saysWhatStripeAnswers() {
        STUB.trouble(request -> WireMock.aResponse().withStatus(401));
        Run run = withKey("reconcile", "--since", "1d");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains("It is not complete", "401", "another one")
                .doesNotContain("rk_test_reader");
    }
}
