package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.support.Deaths;
import io.tollgate.support.FreePorts;
import io.tollgate.support.Queues;
import io.tollgate.support.TestBroker;
import io.tollgate.support.TestDatabase;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What an operator is told before an event is done twice. */
@Timeout(180)
class ReplayTest {
    private static final String DONE_ONCE =
            "1 of them are done by a flow behind a queue, which does each once; --again lets it do them again";

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private TestBroker broker;
    private HikariDataSource inbox;
    private JdbcTemplate jdbc;

    @BeforeEach
    void start() throws Exception {
        broker = TestBroker.start(directory.resolve("broker"));
        inbox = TestDatabase.newInbox();
        jdbc = new JdbcTemplate(inbox);
        for (String id : List.of("evt_1", "evt_2", "evt_3")) {
            jdbc.update(
                    "INSERT INTO tollgate.inbox (id, type, endpoint, livemode, created, payload, received_at, status,"
                            + " attempts, due_at, settled_at) VALUES (?, 'invoice.paid', 'default', false, 1, '{}', now(),"
                            + " 'ROUTED', 1, now(), now())",
                    id);
        }
        jdbc.update("INSERT INTO tollgate.done_event (event_id, route, step, key, done_at)"
                + " VALUES ('evt_1', 'erp', 'once', 'evt_1', now())");
    }

    @AfterEach
    void stop() throws Exception {
        inbox.close();
        broker.stop();
    }

    @Test
    void aDryRunSaysWhatTheReplayWouldSay() throws Exception {
        assertThat(replay("--type", "invoice.*", "--dry-run").out().lines().map(line -> line.replaceAll(" {2,}", "|")))
                .containsExactly("would be due again|events", "invoice.paid|3", "all|3", DONE_ONCE);
        assertThat(new ObjectMapper()
                        .readTree(replay("--all", "--dry-run", "--json").out())
                        .path("done")
                        .asInt())
                .isEqualTo(1);

        Run ids = replay("evt_1", "evt_2", "evt_none", "--dry-run");
        assertThat(ids.exitCode()).isEqualTo(1);
        assertThat(ids.out())
                .contains("evt_1 would be due again", "Route erp has done it at", "evt_2 would be due again")
                .doesNotContain("is due again");
        assertThat(ids.err()).contains("There is no event evt_none").hasLineCount(1);
        assertThat(replay("evt_1", "evt_3", "--dry-run", "--json").out())
                .startsWith("{\"count\":2,\"types\":{\"invoice.paid\":2},\"done\":1,\"refused\":{}");
        assertThat(pending()).isZero();

        assertThat(replay("--type", "invoice.*").out()).contains("3 events are due again", DONE_ONCE);
        assertThat(pending()).isEqualTo(3);
    }

    @Test
    void aMessageThatIsStillOnItsWayIsNamedBeforeThereIsASecond() throws Exception {
        try (Deaths deaths = new Deaths(broker.url())) {
            deaths.of("stripe.mail", session -> Deaths.event(session, "evt_1", "invoice.paid", "{}"));
        }
        send("stripe.disputes", "evt_2");

        Run run = replay("evt_1", "evt_2", "evt_3");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .contains(
                        "A message about evt_1 is in DLQ.stripe.mail already: ./tollgate dlq retry --event evt_1 sends that"
                                + " one; a replay adds a second",
                        "A message about evt_2 waits in stripe.disputes already; a replay adds a second",
                        "evt_3 is due again. See ./tollgate events evt_3")
                .filteredOn(line -> line.startsWith("A message"))
                .hasSize(2);
        assertThat(pending()).isEqualTo(3);
        jdbc.update("UPDATE tollgate.inbox SET status = 'ROUTED'");
        assertThat(replay("evt_1", "--dry-run", "--json").out())
                .contains("\"onTheirWay\":{\"evt_1\":[{\"queue\":\"DLQ.");
        assertThat(Queues.drain(broker.url(), "stripe.disputes")).hasSize(1);
    }

    @Test
    void aBrokerThatIsAwayIsSaidOnceAndStopsNoReplay() {
        Run run =
                command("--spring.activemq.broker-url=tcp://127.0.0.1:" + FreePorts.next(), "evt_1", "evt_2", "evt_3");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out().lines().filter(line -> line.contains("is not known: The broker at tcp://")))
                .hasSize(1);
        assertThat(run.out()).contains("evt_1 is due again", "evt_2 is due again", "evt_3 is due again");
        assertThat(pending()).isEqualTo(3);
    }

    private void send(String queue, String id) throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            session.createProducer(session.createQueue(queue)).send(Deaths.event(session, id, "invoice.paid", "{}"));
        }
    }

    private int pending() {
        return jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE status = 'PENDING'", Integer.class);
    }

    private Run replay(String... arguments) {
        return command("--spring.activemq.broker-url=" + broker.url(), arguments);
    }

    private Run command(String url, String... arguments) {
        List<String> all = new ArrayList<>(List.of("replay"));
        all.addAll(List.of(arguments));
        all.addAll(List.of(
                url,
                "--tollgate.data=" + directory.resolve("data"),
                "--spring.datasource.url=" + inbox.getJdbcUrl(),
                "--spring.datasource.username=postgres"));
        return Run.of(Map.of(), all.toArray(String[]::new));
    }
}
