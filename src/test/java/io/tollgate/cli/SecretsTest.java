package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.SigningSecrets;
import io.tollgate.inbox.SigningSecrets.Uses;
import io.tollgate.inbox.TestInbox;
import io.tollgate.support.MovableClock;
import io.tollgate.support.TestDatabase;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** What an operator sees of the signing secrets. */
class SecretsTest {
    private final Instant now = Instant.parse("2030-01-10T00:00:00Z");
    private HikariDataSource database;
    private SigningSecrets secrets;

    @BeforeEach
    void open() {
        database = TestDatabase.newInbox();
        secrets = TestInbox.signingSecrets(database);
        // the gateways have reported just now
        secrets.report("a:8080", "default", "00000000", "environment (STRIPE_WEBHOOK_SECRET)", uses(90, 30, 30));
        secrets.report("a:8080", "default", "11111111", "file /run/secrets/stripe", uses(30, 1, 1));
        secrets.report("a:8080", "default", "22222222", "file /run/secrets/stripe", Uses.NONE);
        reportedAt("timestamptz '2030-01-10T00:00:00Z'");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void reportedAt(String at) {
        new JdbcTemplate(database).update("UPDATE tollgate.signing_secret SET reported_at = " + at);
    }

    /** Times in hours before now. */
    private Uses uses(long first, long last, long needed) {
        return new Uses(
                7,
                now.minusSeconds(first * 3600),
                now.minusSeconds(last * 3600),
                now.minusSeconds(needed * 3600),
                true,
                false);
    }

    private Run run(String... options) {
        String[] all = {
            "secrets",
            "--spring.datasource.url=" + database.getJdbcUrl(),
            "--spring.datasource.username=postgres",
            options.length > 0 ? options[0] : "--debug=false"
        };
        return Run.at(new MovableClock(now), all);
    }

    @Test
    void showsEachWithItsVerdict() {
        Run run = run();

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", "|")))
                .containsExactly(
                        "endpoint|fingerprint|from|signatures|last use|verdict",
                        "default|00000000|environment (STRIPE_WEBHOOK_SECRET)|7|30 h ago|safe to retire since"
                                + " 2030-01-09T18:00:00Z",
                        "default|11111111|file /run/secrets/stripe|7|60 min ago|in use",
                        "default|22222222|file /run/secrets/stripe|0|never used");
    }

    @Test
    void printsJson() throws Exception {
        JsonNode json = new ObjectMapper().readTree(run("--json").out());

        assertThat(json).hasSize(3);
        assertThat(json.get(0).path("verdict").asText()).isEqualTo("SAFE_TO_RETIRE");
        assertThat(json.get(0).path("since").asText()).isEqualTo("2030-01-09T18:00:00Z");
        assertThat(json.get(0).path("gateways").get(0).asText()).isEqualTo("a:8080");
        assertThat(json.get(2).path("verdict").asText()).isEqualTo("NEVER_USED");
        assertThat(json.get(2).path("lastUsed").isNull()).isTrue();
    }

    @Test
    void saysWhichGatewayLacksOne() {
        secrets.report("b:8080", "default", "00000000", "environment (STRIPE_WEBHOOK_SECRET)", Uses.NONE);
        reportedAt("timestamptz '2030-01-10T00:00:00Z'");

        assertThat(run().out())
                .contains("only a:8080 has 11111111 of endpoint default")
                .doesNotContain("safe to retire", "has 00000000");
    }

    @Test
    void saysWhenNoGatewayRuns() {
        reportedAt("timestamptz '2030-01-09T00:00:00Z'");
        assertThat(run().out()).contains("no gateway runs on this database; as of 2030-01-09T00:00:00Z", "00000000");

        new JdbcTemplate(database).update("DELETE FROM tollgate.signing_secret");
        assertThat(run().out()).isEqualToIgnoringNewLines("no gateway has reported a signing secret yet");
        assertThat(run("--json").out()).isEqualToIgnoringNewLines("[]");
    }
}
