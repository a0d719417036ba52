package io.tollgate.bench;

import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The objects of a backlog in the table of their latest state, as far as they are committed. Counting them takes its share of the machine. */
final class KeptObjects implements Arrivals {
    private final Backends backends;
    private final String database;
    private int received;
    private long last;

    KeptObjects(Backends backends, String database) {
        this.backends = backends;
        this.database = database;
    }

    @Override
    public boolean haveCome(int atLeast, int mostSeconds) {
        try {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(mostSeconds))
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> count() >= atLeast);
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private int count() throws SQLException {
        received = (int) backends.query(database, "SELECT count(*) FROM stripe.object");
        last = System.nanoTime();
        return received;
    }

    @Override
    public int received() {
        return received;
    }

    @Override
    public long last() {
        return last;
    }
}
