package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.Deaths;
import io.tollgate.support.FreePorts;
import io.tollgate.support.TestBroker;
import io.tollgate.support.TestDatabase;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;

@Timeout(120)
class DlqTest {
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private TestBroker broker;
    private Deaths deaths;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start(directory.resolve("broker"));
        deaths = new Deaths(broker.url());
    }

    @AfterEach
    void stop() throws Exception {
        deaths.close();
        broker.stop();
    }

    @Test
    void countsWhatStandsInTheQueuesOfTheRoutes() throws Exception {
        deaths.ofMany("stripe.mail", 3, i -> i == 0 ? "charge.failed" : "invoice.paid");
        deaths.of("stripe.disputes", session -> Deaths.event(session, "evt_9", "charge.dispute.created", "{}"));
        deaths.of("not.ours", session -> Deaths.event(session, "evt_8", "invoice.paid", "{}"));

        Run list = dlq("list");
        assertThat(list.exitCode()).as(list.err()).isZero();
        assertThat(list.out().lines().map(line -> line.replaceAll(" {2,}", "|").replaceFirst("\\d+ s", "AGE")))
                .containsExactlyInAnyOrder(
                        "queue|type|messages|oldest|cause",
                        "DLQ.stripe.disputes|charge.dispute.created|1|AGE|exceeds redelivery policy limit",
                        "DLQ.stripe.mail|invoice.paid|2|AGE|exceeds redelivery policy limit",
                        "DLQ.stripe.mail|charge.failed|1|AGE|exceeds redelivery policy limit");
        assertThat(dlq("list", "--queue", "not.ours").out()).contains("DLQ.not.ours  invoice.paid  1");
        assertThat(dlq("list", "--type", "no.such").out())
                .startsWith("No dead letter matches in DLQ.")
                .contains("DLQ.stripe.mail", "DLQ.stripe.payments.succeeded");
        assertThat(dlq("list", "--limit", "2", "--queue", "stripe.mail").out())
                .contains("DLQ.stripe.mail: 2 messages were looked at, and there may be more");

        JsonNode json = new ObjectMapper()
                .readTree(dlq("list", "--type", "charge.*", "--json").out());
        assertThat(json.path("deadLetters")).hasSize(2);
        assertThat(json.path("deadLetters").findValuesAsText("queue"))
                .containsExactly("DLQ.stripe.disputes", "DLQ.stripe.mail");
        assertThat(json.path("partly")).isEmpty();
    }

    @Test
    void showsAnEventWithoutItsPayload() throws Exception {
        deaths.of("stripe.mail", session -> {
            TextMessage message = Deaths.event(session, "evt_1", "invoice.paid", "{\"name\":\"Zoë\"}");
            message.setStringProperty("mailRefusal", "550 no Zoë \u001b[2J here");
            return message;
        });

        Run one = dlq("show", "--event", "evt_1");
        assertThat(one.exitCode()).isZero();
        assertThat(one.out())
                .startsWith("evt_1  invoice.paid\n")
                .contains("queue      DLQ.stripe.mail", "sent       20", "deliveries 1", "cause      exceeds")
                .doesNotContain("Zoë");
        assertThat(dlq("show", "--queue", "DLQ.stripe.mail").out()).contains("evt_1  invoice.paid  DLQ.stripe.mail");
        assertThat(dlq("show", "--event", "evt_2").out()).contains("No dead letter matches");
        JsonNode json = new ObjectMapper()
                .readTree(dlq("show", "--event", "evt_1", "--json").out());
        assertThat(json.path("messages").get(0).path("event").asText()).isEqualTo("evt_1");
        assertThat(json.toString()).doesNotContain("Zoë");
    }

    @Test
    void showsWhatTheOtherSideSaid() throws Exception {
        deaths.of("stripe.mail", session -> {
            TextMessage message = Deaths.event(session, "evt_1", "invoice.paid", "{}");
            message.setStringProperty("dlqResponse", "{\"message\":\"no \u001b[2Jcustomer\"}");
            return message;
        });

        assertThat(dlq("show", "--event", "evt_1").out())
                .contains(
                        "cause      exceeds redelivery policy limit; response: {\"message\":\"no \\u001b[2Jcustomer\"}");
        assertThat(dlq("show", "--event", "evt_1", "--json").out())
                .contains("\"response\":\"{\\\"message\\\":\\\"no \\\\u001b[2Jcustomer\\\"}\"");
        assertThat(dlq("show").out()).contains("limit; response: {\"message\"");
        assertThat(dlq("list").out()).doesNotContain("customer");

        assertThat(dlq("retry", "--event", "evt_1").exitCode()).isZero();
        assertThat(broker.drain("stripe.mail").get(0).propertyExists("dlqResponse"))
                .isFalse();
    }

    @Test
    void anAnswerThatRepeatsTheMessageIsMaskedUnlessItIsRevealedAndNoted() throws Exception {
        deaths.of("stripe.mail", session -> {
            TextMessage message =
                    Deaths.event(session, "evt_1", "invoice.paid", "{\"who\":\"Zoë Ångström\",\"n\":4711}");
            message.setStringProperty(
                    "dlqResponse", "{\"error\":\"no customer Zoë Ångström 4711\",\"cc\":\"ann@example.net\"}");
            return message;
        });
        try (HikariDataSource inbox = TestDatabase.newInbox()) {
            String url = "--spring.datasource.url=" + inbox.getJdbcUrl();
            String user = "--spring.datasource.username=postgres";

            assertThat(dlq("show", url, user).out())
                    .contains("response: {\"error\":\"no customer …")
                    .doesNotContain("Zoë", "Ångström", "4711", "ann@");
            assertThat(dlq("show", "--json", url, user).out())
                    .doesNotContain("Zoë", "Ångström", "4711", "ann@", "maskedResponse");
            assertThat(dlq("show", "--event=evt_1", "--reveal", url, user).out())
                    .contains("no customer Zoë Ångström 4711\",\"cc\":\"ann@example.net\"}");
            assertThat(new JdbcTemplate(inbox)
                            .queryForList(
                                    "SELECT act || ' ' || subject || ' ' || what FROM tollgate.audit ORDER BY id",
                                    String.class))
                    .containsExactly(
                            "PAYLOAD_SEEN * dlq show",
                            "PAYLOAD_SEEN * dlq show",
                            "PERSONAL_DATA_SEEN evt_1 dlq show --event=evt_1");
        }

        Run unnoted = dlq("show", "--reveal");
        assertThat(unnoted.out()).contains("no customer …").doesNotContain("Zoë");
        assertThat(unnoted.err()).contains("It goes on without the audit log", "stays masked");
    }

    @Test
    void sendsBackWhatTheFilterFindsAndRecordsIt() throws Exception {
        deaths.ofMany("stripe.mail", 6, i -> i % 2 == 0 ? "charge.failed" : "invoice.paid");
        try (HikariDataSource inbox = TestDatabase.newInbox()) {
            String[] retry = {
                "retry",
                "--type",
                "invoice.*",
                "--by",
                "ann",
                "--spring.datasource.url=" + inbox.getJdbcUrl(),
                "--spring.datasource.username=postgres"
            };
            List<String> dry = new ArrayList<>(List.of(retry));
            dry.add("--dry-run");
            assertThat(dlq(dry.toArray(String[]::new)).out().lines().map(line -> line.replaceAll(" {2,}", "|")))
                    .containsExactly("would be sent back from|messages", "DLQ.stripe.mail|3", "all|3");
            assertThat(broker.depth("stripe.mail")).isZero();

            Run run = dlq(retry);
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out().lines().map(line -> line.replaceAll(" {2,}", "|")))
                    .containsExactly("sent back from|messages", "DLQ.stripe.mail|3", "all|3");
            assertThat(run.err()).isEmpty();
            assertThat(new JdbcTemplate(inbox)
                            .queryForList(
                                    "SELECT requested_by || ' ' || filter || ' ' || replayed || ' ' || last_id"
                                            + " FROM tollgate.replay WHERE ended_at IS NOT NULL",
                                    String.class))
                    .containsExactly("ann dlq retry --type='invoice.*' 3 DLQ.stripe.mail");
            assertThat(new JdbcTemplate(inbox)
                            .queryForList(
                                    "SELECT act || ' ' || subject || ' ' || what FROM tollgate.audit", String.class))
                    .containsExactly("DEAD_LETTERS_RETRIED * --by=ann --type='invoice.*'");
        }
        assertThat(broker.depth("stripe.mail")).isEqualTo(3);
        assertThat(broker.depth("DLQ.stripe.mail")).isEqualTo(3);
    }

    @Test
    void removesAndGoesOnWithoutADatabase() throws Exception {
        deaths.ofMany("stripe.mail", 6, i -> "invoice.paid");
        Run run = dlq("discard", "--queue", "stripe.mail", "--event", "evt_4", "--json");
        assertThat(run.exitCode()).isZero();
        assertThat(run.err()).startsWith("It goes on without the audit log. No database: set SPRING_DATASOURCE_URL");
        assertThat(run.out())
                .isEqualTo("{\"id\":null,\"count\":1,\"queues\":{\"DLQ.stripe.mail\":1},\"complete\":true}\n");
        assertThat(broker.depth("DLQ.stripe.mail")).isEqualTo(5);
        assertThat(dlq("discard", "--all").exitCode()).isZero();
        assertThat(broker.depth("DLQ.stripe.mail")).isZero();
        assertThat(broker.drain("stripe.mail")).isEmpty();
    }

    @Test
    void aFolderThatIsRefusedNeedsAQueue() throws Exception {
        Path routes = Files.createDirectories(directory.resolve("routes"));
        Files.writeString(routes.resolve("router.camel.yaml"), "- route: {");
        Run run = dlq("list", "--tollgate.routes=" + routes);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("./tollgate check", "--queue").hasLineCount(1);
        assertThat(dlq("list", "--queue", "x", "--tollgate.routes=" + routes).exitCode())
                .isZero();
    }

    @Test
    void takesTheBrokerFromFilesOfSecrets() throws Exception {
        Path secrets = Files.createDirectories(directory.resolve("secrets"));
        Files.writeString(secrets.resolve("spring.activemq.broker-url"), broker.url() + "\n");
        Run run = Run.of(Map.of(), "dlq", "list", "--queue=a", "--spring.config.import=configtree:" + secrets + "/");
        assertThat(run.out()).as(run.err()).isEqualTo("No dead letter matches in DLQ.a\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--spring.config.import=configtree:/not/there/",
                "--tollgate.relay.broker-timeout=soon",
                "--tollgate.embedded.openwire-port=x"
            })
    void aSettingThatCannotBeIsOneSentence(String setting) throws Exception {
        Files.createDirectories(directory.resolve("data/activemq"));
        Run run = Run.of(Map.of(), "dlq", "list", "--tollgate.data=" + directory.resolve("data"), setting);
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err())
                .contains(setting.substring(setting.lastIndexOf(':') + 1).replaceFirst(".*=", ""));
        assertThat(run.err().lines().count()).as(run.err()).isLessThanOrEqualTo(2);
        assertThat(run.err()).doesNotContain("\tat ");
    }

    @Test
    void aBrokerThatIsAwayIsOneSentence() {
        String data = "--tollgate.data=" + directory.resolve("data");
        Run none = Run.of(Map.of(), "dlq", "list", data);
        assertThat(none.exitCode()).isEqualTo(1);
        assertThat(none.err())
                .startsWith("No broker: set SPRING_ACTIVEMQ_BROKER_URL")
                .hasLineCount(1);

        Run away = Run.of(Map.of(), "dlq", "retry", "--all", data, url("tcp://127.0.0.1:" + FreePorts.next()));
        assertThat(away.exitCode()).isEqualTo(1);
        assertThat(away.err()).startsWith("The broker at tcp://127.0.0.1:").hasLineCount(1);

        Run endless = Run.of(Map.of(), "dlq", "list", data, url("failover:(tcp://127.0.0.1:1)"));
        assertThat(endless.exitCode()).isEqualTo(1);
        assertThat(endless.err()).contains("?timeout=3000").hasLineCount(1);

        Run odd = Run.of(Map.of(), "dlq", "list", data, url("no url at all"));
        assertThat(odd.exitCode()).isEqualTo(1);
        assertThat(odd.err()).contains("tcp://broker:61616").hasLineCount(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dlq",
                "dlq lst",
                "dlq retry",
                "dlq discard --dry-run",
                "dlq list --limit 0",
                "dlq show --limit 10001",
                "dlq list --queue a,b",
                "dlq retry --queue DLQ.>",
                "dlq list --from 1h --to 2h",
                "dlq list --qeue a"
            })
    void wrongUsageAsksNoBroker(String arguments) {
        Run run = Run.of(Map.of(), arguments.split(" "));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("--help");
    }

    private Run dlq(String... arguments) {
        List<String> all = new ArrayList<>(List.of("dlq"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--tollgate.data=" + directory.resolve("data"), url(broker.url())));
        return Run.of(Map.of(), all.toArray(String[]::new));
    }

    private static String url(String url) {
        return "--spring.activemq.broker-url=" + url;
    }
}
