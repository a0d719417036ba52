package io.tollgate.routing.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.QueueFailures;
import io.tollgate.support.TestDatabase;
import java.time.Instant;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is noted of messages that fail is of each message, and is gone once that is done. */
class FailedTriesTest {
    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcClient jdbc = JdbcClient.create(dataSource);
    private final QueueFailures failures = new QueueFailures(jdbc, dataSource);

    @AfterEach
    void stop() {
        dataSource.close();
    }

    private static Tried tried(String message, int tries) throws Exception {
        ActiveMQTextMessage text = new ActiveMQTextMessage();
        text.setJMSMessageID(message);
        text.setJMSDestination(new ActiveMQQueue("billing.erp"));
        text.setStringProperty(MessageContract.EVENT_ID, "evt_1");
        return new Tried(text, tries);
    }

    private long rows() {
        return jdbc.sql("SELECT count(*) FROM tollgate.queue_failure")
                .query(Long.class)
                .single();
    }

    @Test
    void twoMessagesOfOneEventAreTwoAndARestartForgetsNone() throws Exception {
        jdbc.sql("INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at)"
                        + " VALUES ('evt_1', 'invoice.paid', 'default', '\\x7b7d', now(), now())")
                .update();
        Instant now = Instant.now();
        try (FailedTries tries = new FailedTries(failures)) {
            tries.failed(tried("ID:a", 1), "erp", now, now.plusSeconds(9), "HTTP 500");
            tries.failed(tried("ID:b", 1), "erp", now, now.plusSeconds(9), "HTTP 500");
            await().until(() -> rows() == 2);
            tries.over(tried("ID:b", 2), "erp");
            await().until(() -> rows() == 1);
        }
        assertThat(failures.of("evt_1"))
                .singleElement()
                .satisfies(left -> assertThat(left.tries()).isEqualTo(1));

        // a broker that was restarted may count from one again
        try (FailedTries tries = new FailedTries(failures)) {
            await().until(() -> {
                tries.over(tried("ID:a", 1), "erp");
                return rows() == 0;
            });
        }
    }
}
