package io.tollgate.console.pages;

import io.tollgate.console.TestConsole;
import io.tollgate.support.SignedPosts;
import io.tollgate.support.TestBroker;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/** Something for each page to show: what was routed, is dead, waits, is paused, was replayed and is alerting, with hostile text in it. */
final class Planted {
    /** Pictures are of what an operator is more likely to see. */
    private static final boolean PICTURES = System.getProperty(Pictures.FOLDER) != null;

    private static final String HOSTILE = "<script>alert(1)</script>\u202e\u0007\"'>";
    private static final String CAUSE =
            text("PSQLException 23514: new row violates check constraint \"amount_positive\" (step to-ledger)");
    private static final String TYPE = text("invoice.payment_failed");

    /** What pictures are taken of, by their names. */
    static final Map<String, String> PAGES = new TreeMap<>(Map.ofEntries(
            Map.entry("overview", "/console"),
            Map.entry("events", "/console/events"),
            Map.entry("event", "/console/events/evt_dead"),
            Map.entry("object", "/console/events/evt_routed/object"),
            Map.entry("payload", "/console/events/evt_dead/payload"),
            Map.entry("replay", "/console/replay?id=evt_dead"),
            Map.entry("dead", "/console/dead"),
            Map.entry("dead-letters", "/console/dead-letters"),
            Map.entry("dead-letters-move", "/console/dead-letters/move?queue=DLQ.stripe.mail"),
            Map.entry("replays", "/console/replays"),
            Map.entry("one-replay", "/console/replays/1"),
            Map.entry("routes", "/console/routes"),
            Map.entry("history", "/console/routes/history"),
            Map.entry("stripe", "/console/stripe"),
            Map.entry("audit", "/console/audit")));

    private Planted() {}

    private static String text(String usual) {
        return PICTURES ? usual : HOSTILE;
    }

    static void into(People people, TestBroker broker) throws Exception {
        new SignedPosts(people.console.publicPort(), TestConsole.SECRET).send("evt_routed", "invoice.paid", 0);
        JdbcTemplate jdbc = people.console.jdbc();
        jdbc.update("""
                INSERT INTO tollgate.inbox
                    (id, type, endpoint, account, object_id, received_at, due_at, settled_at, status, attempts, payload, error)
                VALUES ('evt_dead', ?, 'default', 'acct_1', 'in_1', now(), now(), now(), 'DEAD', 3,
                        '{"data":{"object":{"status":"paid"},"previous_attributes":{"status":"open"}}}', ?)""", TYPE, CAUSE);
        jdbc.update(
                "INSERT INTO tollgate.paused (type, paused_by, paused_at) VALUES ('payout.failed', ?, now())",
                text("vera"));
        jdbc.update("""
                INSERT INTO tollgate.alert (condition, subject, details, seen_at, began_at)
                VALUES ('flow-failing', 'mail', ?, now(), now())""", text("the mail server refuses mails"));
        jdbc.update("""
                INSERT INTO tollgate.replay (started_at, ended_at, requested_by, filter, last_id, replayed)
                VALUES (now(), now(), 'somebody', ?, 'evt_1', 7)""", text("--status=dead --type=invoice.*"));
        deadLetter(broker);
    }

    private static void deadLetter(TestBroker broker) throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            TextMessage message = session.createTextMessage("{}");
            message.setStringProperty("stripeEventId", "evt_dead");
            message.setStringProperty("stripeEventType", "invoice.paid");
            message.setStringProperty("dlqDeliveryFailureCause", text("550 no such mailbox (step to-mail-server)"));
            session.createProducer(session.createQueue("DLQ.stripe.mail")).send(message);
        }
    }
}
