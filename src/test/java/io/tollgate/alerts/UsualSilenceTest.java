package io.tollgate.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.inbox.Arrivals;
import io.tollgate.inbox.OperatorConfiguration;
import io.tollgate.support.TestDatabase;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

class UsualSilenceTest {
    /** A Monday. */
    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");

    private static final Duration LEAST = Duration.ofMinutes(15);

    @Test
    void ofABusyAccountItIsTheLeast() {
        assertThat(limit(NOW, events(Duration.ofDays(28), Duration.ofMinutes(5), at -> true)))
                .isEqualTo(LEAST);
    }

    @Test
    void nothingIsUsualInTheFirstTwoWeeks() {
        List<Instant> events = events(Duration.ofDays(13), Duration.ofMinutes(5), at -> true);
        assertThat(new UsualSilence(events).limit(NOW, LEAST)).isEmpty();
        assertThat(new UsualSilence(List.of()).limit(NOW, LEAST)).isEmpty();
    }

    @Test
    void ofAHandfulOfEventsNothingIsKnown() {
        assertThat(new UsualSilence(events(Duration.ofDays(28), Duration.ofHours(24), at -> true)).limit(NOW, LEAST))
                .isEmpty();
    }

    @Test
    void theNightsOfAQuietAccountAreUsual() {
        List<Instant> events = events(Duration.ofDays(28), Duration.ofHours(1), at -> hour(at) >= 9 && hour(at) < 18);
        Instant night = Instant.parse("2026-03-02T03:00:00Z");
        assertThat(limit(night, events)).isGreaterThanOrEqualTo(Duration.ofHours(32));
    }

    @Test
    void anHourThatIsAlwaysSilentIsUsualThoughOthersAreNot() {
        List<Instant> events = events(
                Duration.ofDays(28),
                Duration.ofMinutes(5),
                at -> !(at.atZone(java.time.ZoneOffset.UTC).getDayOfWeek() == java.time.DayOfWeek.SUNDAY
                        && hour(at) == 4));
        assertThat(limit(Instant.parse("2026-03-01T04:30:00Z"), events)).isEqualTo(Duration.ofMinutes(130));
        assertThat(limit(Instant.parse("2026-03-02T10:00:00Z"), events)).isEqualTo(LEAST);
    }

    @Test
    void theDatabaseGivesOneEventAStepHoweverManyThereAre() {
        try (var database = TestDatabase.newInbox()) {
            JdbcClient jdbc = OperatorConfiguration.jdbcClient(new JdbcTemplate(database));
            jdbc.sql("""
                    INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at, source)
                    SELECT 'evt_' || n, 't', 'default', '', ?::timestamptz - n * interval '1 s', now(),
                           CASE WHEN n < 60 THEN 'reconcile' ELSE 'webhook' END
                    FROM generate_series(0, 3600) AS n""").param(Timestamp.from(NOW)).update();
            Arrivals arrivals = new Arrivals(jdbc);
            assertThat(arrivals.last()).contains(NOW.minusSeconds(60));
            assertThat(arrivals.since(NOW.minusSeconds(3600), Duration.ofMinutes(5)))
                    .hasSize(12)
                    .startsWith(NOW.minusSeconds(3600), NOW.minusSeconds(3300));
        }
    }

    private static Duration limit(Instant now, List<Instant> events) {
        return new UsualSilence(events).limit(now, LEAST).orElseThrow();
    }

    private static int hour(Instant at) {
        return at.atZone(java.time.ZoneOffset.UTC).getHour();
    }

    private static List<Instant> events(Duration length, Duration every, Predicate<Instant> comes) {
        List<Instant> events = new ArrayList<>();
        for (Instant at = NOW.minus(length); at.isBefore(NOW); at = at.plus(every)) {
            if (comes.test(at)) {
                events.add(at);
            }
        }
        return events;
    }
}
