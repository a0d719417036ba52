package io.tollgate.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Entries.Position;
import io.tollgate.inbox.PayloadSearch.Found;
import io.tollgate.support.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

class PayloadSearchTest {
    private static final EventFilter ALL = new EventFilter(null, null, null, null, null, null, null, null);

    private final HikariDataSource inbox = TestDatabase.newInbox();
    private final JdbcTemplate jdbc = new JdbcTemplate(inbox);

    @AfterEach
    void close() {
        inbox.close();
    }

    /** {@code evt_1} is the newest. */
    private void store(int events, String payload) {
        jdbc.update("""
                INSERT INTO tollgate.inbox (id, type, endpoint, received_at, due_at, settled_at, status, attempts, payload)
                SELECT 'evt_' || i, 'invoice.paid', 'default', now() - i * interval '1 second', now(), now(), 'ROUTED', 1,
                       convert_to(replace(?, '#', i::text), 'UTF8')
                FROM generate_series(1, ?) AS i""", payload, events);
    }

    private Found search(String text, int limit, Position after) {
        return search(Duration.ofSeconds(60)).search(ALL, text, limit, after);
    }

    private PayloadSearch search(Duration longest) {
        var client = OperatorConfiguration.jdbcClient(jdbc);
        return new PayloadSearch(client, new Entries(client), new JdbcTransactionManager(inbox), longest);
    }

    private static List<String> ids(Found found) {
        return found.rows().stream().map(Entries.Row::id).toList();
    }

    @Test
    void findsATextAndNoPattern() {
        store(5, "{\"n\":\"a%b_#\\\\ 'ü\"}");
        assertThat(ids(search("a%b_3", 10, null))).containsExactly("evt_3");
        for (String nowhere : List.of("a%3", "a_b", "A%B", "' OR true")) {
            assertThat(search(nowhere, 10, null).rows()).as(nowhere).isEmpty();
        }
        Found all = search("\\ 'ü", 10, null);
        assertThat(ids(all)).containsExactly("evt_1", "evt_2", "evt_3", "evt_4", "evt_5");
        assertThat(all)
                .extracting(Found::searched, Found::complete, Found::next)
                .containsExactly(5, true, null);
    }

    @Test
    void pagesThroughAllOnce() {
        store(120, "word #");
        Found first = search("word", 70, null);
        assertThat(first.searched()).isEqualTo(70);
        Found second = search("word", 70, first.next());
        assertThat(ids(second)).hasSize(50).doesNotContainAnyElementsOf(ids(first));
        assertThat(second.next()).isNull();
    }

    @Test
    void looksAtTenThousandAndSaysSo() {
        store(10_010, "word #.");
        Found cut = search("word 10005.", 10, null);
        assertThat(cut.rows()).isEmpty();
        assertThat(cut).extracting(Found::searched, Found::complete).containsExactly(10_000, false);
        assertThat(ids(search("word 10005.", 10, cut.next()))).containsExactly("evt_10005");
    }

    @Test
    void aPayloadThatIsGoneHasNoText() {
        store(3, "word #");
        jdbc.update("UPDATE tollgate.inbox SET payload = NULL WHERE id = 'evt_2'");
        assertThat(ids(search("word", 10, null))).containsExactly("evt_1", "evt_3");
    }

    @Test
    void isCutByTheDatabaseWhenTheTimeIsOver() throws Exception {
        store(3, "word #");
        try (Connection other = inbox.getConnection()) {
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE tollgate.inbox IN ACCESS EXCLUSIVE MODE");
            Found cut = search(Duration.ofMillis(300)).search(ALL, "word", 10, null);
            assertThat(cut).extracting(Found::searched, Found::complete).containsExactly(0, false);
            other.rollback();
        }
        assertThat(search(Duration.ZERO).search(ALL, "word", 10, null).complete())
                .isFalse();
        assertThat(jdbc.queryForObject("SHOW statement_timeout", String.class)).isNotEqualTo("300ms");
    }
}
