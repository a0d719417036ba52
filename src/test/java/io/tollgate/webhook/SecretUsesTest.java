package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.inbox.SigningSecrets;
import io.tollgate.inbox.SigningSecrets.SigningSecret;
import io.tollgate.inbox.TestInbox;
import io.tollgate.support.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What the database is told of secrets, by gateways that report when the test says so. */
class SecretUsesTest {
    private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private HikariDataSource database;
    private JdbcTemplate jdbc;
    private SigningSecrets table;
    private Path file;
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private EndpointSecrets secrets;
    private SecretUses uses;

    @BeforeEach
    void open() throws IOException {
        database = TestDatabase.newInbox();
        jdbc = new JdbcTemplate(database);
        table = TestInbox.signingSecrets(database);
        file = Files.writeString(folder.resolve("secret"), "whsec_a\nwhsec_b\n");
        secrets = TestSecrets.of(
                TestSecrets.properties(Map.of("default", TestSecrets.withFiles(List.of(), file.toString()))), metrics);
        uses = new SecretUses(secrets, table, "a:1", metrics);
    }

    @AfterEach
    void close() {
        uses.close();
        secrets.close();
        database.close();
    }

    private Secret secret(int index) {
        return secrets.of("default").get(index);
    }

    private static Instant second(int second) {
        return T0.plusSeconds(second);
    }

    private SigningSecret listed(Secret secret) {
        return table.list().stream()
                .filter(one -> one.fingerprint().equals(secret.fingerprint()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void addsWhatEachReportSays() {
        Secret a = secret(0);
        Secret b = secret(1);
        uses.report();
        assertThat(listed(a).signatures()).isZero();
        assertThat(listed(a).firstUsed()).isNull();

        uses.count("default", List.of(a), true, second(1));
        uses.count("default", List.of(a), true, second(2));
        uses.report();
        uses.count("default", List.of(a, b), null, second(3));
        uses.count("default", List.of(b), false, second(4));
        uses.report();
        uses.report();

        assertThat(listed(a))
                .isEqualTo(new SigningSecret(
                        "default",
                        a.fingerprint(),
                        List.of("file " + file),
                        List.of("a:1"),
                        3,
                        second(1),
                        second(3),
                        second(2),
                        true,
                        false));
        assertThat(listed(b))
                .isEqualTo(new SigningSecret(
                        "default",
                        b.fingerprint(),
                        List.of("file " + file),
                        List.of("a:1"),
                        2,
                        second(3),
                        second(4),
                        second(4),
                        false,
                        true));
        assertThat(jdbc.queryForList("SELECT row_to_json(s)::text FROM tollgate.signing_secret s", String.class)
                        .toString())
                .doesNotContain("whsec_");
    }

    @Test
    void countsInAMetricThatIsThereBeforeTheFirst() {
        assertThat(uses(secret(0))).isZero();
        uses.count("default", List.of(secret(0), secret(1)), true, T0);
        assertThat(uses(secret(0))).isEqualTo(1);
        assertThat(uses(secret(1))).isEqualTo(1);
    }

    private double uses(Secret secret) {
        return metrics.get("tollgate.webhook.secret.uses")
                .tags("endpoint", "default", "fingerprint", secret.fingerprint())
                .counter()
                .count();
    }

    @Test
    void sumsUpTheGateways() {
        try (SecretUses other = new SecretUses(secrets, table, "b:1", new SimpleMeterRegistry())) {
            uses.count("default", List.of(secret(0)), true, second(5));
            other.count("default", List.of(secret(0)), true, second(4));
            other.count("default", List.of(secret(0)), true, second(6));
            uses.report();
            other.report();
        }
        SigningSecret listed = listed(secret(0));
        assertThat(listed.gateways()).containsExactly("a:1", "b:1");
        assertThat(listed.signatures()).isEqualTo(3);
        assertThat(listed.firstUsed()).isEqualTo(second(4));
        assertThat(listed.lastUsed()).isEqualTo(second(6));
    }

    @Test
    void aDatabaseThatIsAwayIsToldLater() {
        uses.count("default", List.of(secret(0)), true, second(1));
        jdbc.execute("ALTER TABLE tollgate.signing_secret RENAME TO away");
        assertThatThrownBy(uses::report).isInstanceOf(RuntimeException.class);
        uses.count("default", List.of(secret(0)), true, second(2));
        jdbc.execute("ALTER TABLE tollgate.away RENAME TO signing_secret");
        uses.report();

        assertThat(listed(secret(0)).signatures()).isEqualTo(2);
        assertThat(listed(secret(0)).firstUsed()).isEqualTo(second(1));
    }

    @Test
    void theEndOfAGatewayReportsTheRest() {
        uses.count("default", List.of(secret(0)), true, second(1));
        uses.close();
        assertThat(listed(secret(0)).signatures()).isEqualTo(1);
    }

    @Test
    void oneThatWasTakenAwayVanishesAfterAMinuteAndItsRowAfterFiveWeeks() throws IOException {
        Secret a = secret(0);
        uses.report();
        uses.count("default", List.of(a), true, second(1));
        Files.writeString(file, "whsec_b\n");
        secrets.look();
        secrets.look();
        uses.report();
        assertThat(jdbc.queryForObject(
                        "SELECT signatures FROM tollgate.signing_secret WHERE fingerprint = ?",
                        Integer.class,
                        a.fingerprint()))
                .isEqualTo(1);
        assertThat(metrics.find("tollgate.webhook.secret.uses").counters()).hasSize(1);

        age(a, "61 s");
        uses.report();
        assertThat(table.list())
                .extracting(SigningSecret::fingerprint)
                .containsExactly(secret(0).fingerprint());
        age(a, "34 d 23 h");
        uses.report();
        assertThat(jdbc.queryForObject("SELECT count(*) FROM tollgate.signing_secret", Integer.class))
                .isEqualTo(2);
        age(a, "1 h");
        uses.report();
        assertThat(jdbc.queryForObject("SELECT count(*) FROM tollgate.signing_secret", Integer.class))
                .isEqualTo(1);
    }

    private void age(Secret secret, String by) {
        jdbc.update(
                "UPDATE tollgate.signing_secret SET reported_at = reported_at - ?::interval WHERE fingerprint = ?",
                by,
                secret.fingerprint());
    }

    @Test
    void whatWasLastKnownIsThereWhileNoGatewayRuns() {
        uses.report();
        jdbc.update("UPDATE tollgate.signing_secret SET reported_at = reported_at - interval '3 days'");
        assertThat(table.list()).hasSize(2);
        assertThat(table.lastReport()).isPresent();
    }
}
