package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.MailServer;
import io.tollgate.support.TestDatabase;
import io.tollgate.support.WebServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

class AlertsCommandTest {
    private HikariDataSource database;
    private JdbcTemplate jdbc;

    @BeforeEach
    void open() {
        database = TestDatabase.newInbox();
        jdbc = new JdbcTemplate(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private Run run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("alerts"));
        all.addAll(List.of(arguments));
        return of(all.toArray(String[]::new));
    }

    private Run of(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(
                List.of("--spring.datasource.url=" + database.getJdbcUrl(), "--spring.datasource.username=postgres"));
        return Run.of(Map.of(), all.toArray(String[]::new));
    }

    @Test
    void showsWhatIsOnAndWhatWas() throws Exception {
        assertThat(run().out()).isEqualTo("Nothing is out of order, and nothing was in the last 7 days.\n");
        jdbc.update("""
                INSERT INTO tollgate.alert (condition, subject, details, seen_at, began_at, gone_at, ended_at)
                VALUES ('broker-away', '', 'Seen by a', now(), now(), NULL, NULL),
                       ('dead-events', 'charge.succeeded', 'More than 0', now(), NULL, NULL, NULL),
                       ('disk-low', 'a', 'Less', now(), now(), now(), now() - interval '2 days'),
                       ('disk-low', 'b', 'Less', now(), now(), now(), now() - interval '9 days')""");

        assertThat(run().out()
                        .lines()
                        .map(line -> line.replaceAll("\\S*T\\S*Z", "T").replaceAll(" {2,}", "|")))
                .containsExactly(
                        "condition|for|since|until|told|details",
                        "broker-away|T|on|Seen by a",
                        "dead-events|charge.succeeded|T|not told yet|More than 0",
                        "disk-low|a|T|T|Less");
        JsonNode json = new ObjectMapper().readTree(run("--json", "--days=10").out());
        assertThat(json.get("on")).hasSize(2);
        assertThat(json.get("ended")).hasSize(2);
        assertThat(run("--days=-1").exitCode()).isEqualTo(2);

        assertThat(of("status").out()).contains("alert: broker-away since 2").doesNotContain("dead-events", "disk-low");
        assertThat(new ObjectMapper().readTree(of("status", "--json").out()).get("alerts"))
                .hasSize(1);
    }

    @Test
    void silencesAConditionAndSaysSoInTheAuditLog() {
        Run run = run("silence", "broker-away", "--for=2h", "--by=ann");
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).startsWith("broker-away is silenced until 2");
        assertThat(run().out()).contains("broker-away is silenced until ").contains(" by ann");
        assertThat(jdbc.queryForList("SELECT act || ' ' || subject || ' ' || what FROM tollgate.audit", String.class))
                .containsExactly("ALERT_SILENCED broker-away --by=ann --for=PT2H");
        assertThat(jdbc.queryForObject("SELECT (ends_at - began_at)::text FROM tollgate.alert_silence", String.class))
                .isEqualTo("02:00:00");
    }

    @Test
    void refusesWhatIsNoConditionAndNoTime() {
        assertThat(run("silence", "broker-awai", "--for=2h").err()).contains("did you mean broker-away?");
        assertThat(run("silence", "broker-away", "--for=soon").err()).contains("such as 30m, 2h or 1d");
        assertThat(run("silence", "broker-away", "--for=31d").exitCode()).isEqualTo(2);
        assertThat(run("silence", "broker-away").exitCode()).isEqualTo(2);
    }

    @Test
    void sendsATestByEachChannelAndSaysWhatItAnswered() throws Exception {
        try (WebServer webhook = new WebServer();
                MailServer mail = new MailServer()) {
            String[] settings = {
                "test",
                "--tollgate.alerts.webhook.url=http://127.0.0.1:" + webhook.port() + "/secret",
                "--tollgate.alerts.mail.to=ops@example.com,night@example.com",
                "--spring.mail.host=127.0.0.1",
                "--spring.mail.port=" + mail.port(),
                "--tollgate.mail.finance=finance@example.com"
            };
            Run run = run(settings);
            assertThat(run.out())
                    .as(run.err())
                    .isEqualTo("mail: sent, taken by 127.0.0.1:" + mail.port() + "\nwebhook: sent, 200 the answer\n");
            assertThat(run.exitCode()).isZero();
            assertThat(webhook.requests).singleElement().asString().contains("\"event\":\"test\"");
            assertThat(mail.mails).hasSize(1);
            assertThat(mail.mails.get(0).getAllRecipients()).hasSize(2);

            webhook.failures.set(1);
            Run refused = run(settings);
            assertThat(refused.exitCode()).isEqualTo(1);
            assertThat(refused.out())
                    .contains("webhook: not sent, it answers 500")
                    .doesNotContain("secret");
        }
    }

    @Test
    void saysThatNobodyWouldBeTold() {
        Run run = run("test");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("TOLLGATE_ALERTS_WEBHOOK_URL");
    }
}
