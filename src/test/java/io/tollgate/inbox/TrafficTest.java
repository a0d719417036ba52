package io.tollgate.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.inbox.Traffic.Measure;
import io.tollgate.inbox.Traffic.OfType;
import io.tollgate.inbox.Traffic.Point;
import io.tollgate.support.MovableClock;
import io.tollgate.support.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

class TrafficTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final HikariDataSource dataSource = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(dataSource);
    private final MovableClock clock = new MovableClock(NOON);
    private final Traffic traffic = new Traffic(OperatorConfiguration.jdbcClient(jdbc), clock);
    private final SimpleMeterRegistry one = new SimpleMeterRegistry();
    private final SimpleMeterRegistry two = new SimpleMeterRegistry();
    private final TrafficCount first = new TrafficCount(traffic, "one:8080", one);
    private final TrafficCount second = new TrafficCount(traffic, "two:8080", two);

    @AfterEach
    void close() {
        dataSource.close();
    }

    @Test
    void addsUpWhatAllGatewaysHaveCountedByMinute() {
        stored(one, 3);
        first.write();
        clock.move(Duration.ofSeconds(20));
        stored(one, 2);
        stored(two, 5);
        first.write();
        second.write();
        clock.move(MINUTE);
        stored(one, 1);
        first.write();
        assertThat(traffic.series(NOON, MINUTE))
                .containsExactly(
                        new Point(NOON, Measure.RECEIVED, 10), new Point(NOON.plus(MINUTE), Measure.RECEIVED, 1));
        assertThat(traffic.series(NOON, Duration.ofMinutes(30))).containsExactly(new Point(NOON, Measure.RECEIVED, 11));
    }

    @Test
    void tellsTypesApart() {
        one.counter("tollgate.relay.routed", "type", "invoice.paid").increment(2);
        one.counter("tollgate.relay.routed", "type", "charge.failed").increment(4);
        one.counter("tollgate.relay.failures", "type", "charge.failed").increment(3);
        one.counter("tollgate.relay.dead", "type", "charge.failed").increment();
        stored(one, 7);
        first.write();
        assertThat(traffic.byType(NOON))
                .containsExactly(new OfType("charge.failed", 4, 3, 1), new OfType("invoice.paid", 2, 0, 0));
    }

    @Test
    void countsOnlyWhatWasStored() {
        one.counter("tollgate.webhook.requests", "endpoint", "default", "outcome", "duplicate")
                .increment();
        first.write();
        assertThat(traffic.series(NOON, MINUTE)).isEmpty();
    }

    @Test
    void addsLaterWhatItCouldNotWrite() {
        stored(one, 3);
        jdbc.execute("ALTER TABLE tollgate.traffic RENAME TO away");
        assertThatThrownBy(first::write).isInstanceOf(DataAccessException.class);
        jdbc.execute("ALTER TABLE tollgate.away RENAME TO traffic");
        stored(one, 1);
        first.write();
        assertThat(traffic.series(NOON, MINUTE)).containsExactly(new Point(NOON, Measure.RECEIVED, 4));
    }

    @Test
    void forgetsWhatIsOlderThanTwoDays() {
        stored(one, 1);
        first.write();
        clock.move(Duration.ofDays(2).plus(MINUTE));
        stored(one, 1);
        first.write();
        assertThat(jdbc.queryForObject("SELECT count(*) FROM tollgate.traffic", Integer.class))
                .isEqualTo(1);
    }

    private static void stored(SimpleMeterRegistry registry, int events) {
        registry.counter("tollgate.webhook.requests", "endpoint", "default", "outcome", "stored")
                .increment(events);
    }
}
