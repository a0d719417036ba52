package io.tollgate.routing.rehearsal;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.FlowBeans;
import io.tollgate.routing.FlowComponents;
import io.tollgate.routing.RouteSet;
import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.queue.QueueParts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Processor;
import org.springframework.core.env.Environment;

/**
 * A route set through which events are run to see what they would do: nothing is sent, and what is written is rolled back. The
 * whole set is there, with what starts at queues; what starts elsewhere, such as at a timer, never runs. What a bean or a script
 * does by itself is not held back. Used by one thread at a time.
 */
public final class Rehearsal implements AutoCloseable {
    private final RouteSet routes;
    private final RehearsedDatabase database;
    private final QueueFlows queueFlows;
    private final DoneBefore done;
    private final Deadline deadline = new Deadline();

    private Rehearsal(RouteSet routes, RehearsedDatabase database, QueueFlows queueFlows, DoneBefore done) {
        this.routes = routes;
        this.database = database;
        this.queueFlows = queueFlows;
        this.done = done;
    }

    /**
     * Builds the set as a start does.
     *
     * @param location where the files of the snapshot are
     * @param settings what {@code {{…}}} in the files means
     * @param database in which the tables of the set are; closed by the caller
     * @param queues what the sets of a gateway share
     * @param answers what servers answer to calls
     * @throws InvalidRouteSet when a start would refuse it
     */
    public static Rehearsal of(
            Snapshot snapshot,
            Path location,
            Environment settings,
            RehearsedDatabase database,
            QueueParts queues,
            Answers answers)
            throws InvalidRouteSet {
        OfflineBroker broker = new OfflineBroker();
        FlowComponents components =
                new FlowComponents(broker.factory(), database.forFlows(), settings, Duration.ofSeconds(10), queues);
        DoneBefore done = new DoneBefore();
        Map<String, Object> beans = new HashMap<>(FlowBeans.all(done));
        Processor silent = exchange -> {};
        beans.put("unroutedTypes", silent);
        RehearsedRoutes staging =
                new RehearsedRoutes(new Outside(broker.factory(), database.forFlows(), new Calls(answers)));
        RouteSet routes = new RouteSetLoader(settings, beans, components, staging).build(snapshot, location);
        return new Rehearsal(routes, database, new QueueFlows(staging.starts(), staging.context(), broker), done);
    }

    /** Of its folder. */
    public String hash() {
        return routes.hash();
    }

    /** Runs an event by itself. */
    public Rehearsed rehearse(VerifiedEvent event, boolean traces) {
        try (Scene scene = begin()) {
            return scene.run(event, traces);
        }
    }

    /** Where events are run one after the other, each on what those before have left. One at a time. */
    public Scene begin() {
        done.clear();
        return new Scene(routes, database, queueFlows, deadline);
    }

    @Override
    public void close() {
        deadline.close();
        routes.close();
    }
}
