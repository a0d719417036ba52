package io.tollgate.routing.reload;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Entries;
import io.tollgate.relay.FlowRole;
import org.springframework.core.env.Environment;

/**
 * What a gateway rehearses with.
 *
 * @param database the gateway's
 * @param role that flows have there
 * @param name of a database beside it, which no other gateway of the server takes
 * @param settings what {@code {{…}}} in the files means
 * @param events how many of the last ones; 0 for no rehearsal
 */
record TrialParts(
        HikariDataSource database, FlowRole role, String name, Environment settings, Entries entries, int events) {}
