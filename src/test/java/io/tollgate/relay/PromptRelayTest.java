package io.tollgate.relay;

import static io.tollgate.support.Events.event;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Entry;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.TestInbox;
import io.tollgate.support.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;

/** A poll of ten minutes: what is routed is what the relay was told of, or found when it looked at everything. */
class PromptRelayTest {
    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(new RunDataSource(dataSource));
    private final Inbox inbox = TestInbox.open(dataSource);
    private final TestRelay gateway = new TestRelay(
            dataSource,
            inbox,
            "tcp://127.0.0.1:1",
            new RelayProperties(
                    1,
                    10,
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(5),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(10),
                    new RetrySchedule(Duration.ofMillis(50), 1, Duration.ofMillis(50), 3)),
            Clock.systemUTC(),
            (entry, jms) -> List.of());

    @AfterEach
    void close() {
        gateway.close();
        inbox.close();
        dataSource.close();
    }

    @Test
    void routesWhatItsGatewayStoresAtOnceOfATypeThatItHasNotSeen() {
        gateway.start();
        inbox.accept(event("evt_1", "first", Instant.now()));
        await().until(() -> routed() == 1);

        inbox.accept(event("evt_2", "second", Instant.now()));
        await().until(() -> routed() == 2);
    }

    @Test
    void routesABacklogOfMoreTypesThanABatchHolds() {
        for (int i = 0; i < 35; i++) {
            inbox.accept(event("evt_" + i, "type" + i, Instant.now().minusSeconds(3600 + i)));
        }
        gateway.start();
        await().until(() -> routed() == 35);
    }

    @Test
    void findsWhatNobodyHasToldOfOnceItIsWoken() {
        gateway.start();
        inbox.accept(event("evt_1", "first", Instant.now()));
        await().until(() -> routed() == 1);

        jdbc.update("UPDATE tollgate.inbox SET status = 'PENDING', attempts = 0, due_at = now() - interval '1 day'");
        gateway.relay.wake();
        await().until(() -> routed() == 1);
    }

    @Test
    void findsWhatIsHeldBackNoLonger() {
        Duration anHour = Duration.ofHours(1);
        Entry hung = new Entry(event("evt_hung", "held", Instant.now()), 1, 1, Instant.now(), Instant.now());
        gateway.breaker.hung(hung, anHour);
        gateway.breaker.hung(hung, anHour);
        gateway.start();
        inbox.accept(event("evt_held", "held", Instant.now()));
        gateway.relay.wake();
        inbox.accept(event("evt_1", "open", Instant.now()));
        await().until(() -> routed() == 1);

        gateway.breaker.empty("held");
        inbox.accept(event("evt_2", "open", Instant.now()));
        await().until(() -> routed() == 3);
    }

    private int routed() {
        return jdbc.queryForObject("SELECT count(*) FROM tollgate.inbox WHERE status = 'ROUTED'", Integer.class);
    }
}
