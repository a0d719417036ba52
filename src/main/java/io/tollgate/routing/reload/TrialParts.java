package io.tollgate.routing.reload;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Entries;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.rehearsal.Bounds;
import java.time.Duration;
import org.springframework.core.env.Environment;

/**
 * What a gateway rehearses with.
 *
 * @param database the gateway's
 * @param role that flows have there
 * @param name of a database beside it, which no other gateway of the server takes
 * @param settings what {@code {{…}}} in the files means
 * @param events how many of the last ones; 0 for no rehearsal
 * @param bounds of an event
 */
record TrialParts(
        HikariDataSource database,
        FlowRole role,
        String name,
        Environment settings,
        Entries entries,
        int events,
        Bounds bounds) {
    /** On the database of a gateway. */
    static final Bounds BOUNDS = Bounds.LIVE.within(Duration.ofSeconds(1));
}
