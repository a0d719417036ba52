package io.tollgate.routing.rehearsal;

import io.tollgate.hydrate.Hydrate;
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
import java.util.List;
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
        Parts parts = new Parts(settings, database, queues, answers, true);
        return parts.rehearsal(parts.loader().build(snapshot, location));
    }

    /**
     * One that nobody has asked for, of a set that has passed the check. An event that would come to code of the team's own, in Java
     * or as a script, is not known.
     *
     * @throws InvalidRouteSet when it cannot be built
     */
    public static Rehearsal unasked(
            Snapshot snapshot, Path location, Environment settings, RehearsedDatabase database, QueueParts queues)
            throws InvalidRouteSet {
        Parts parts = new Parts(settings, database, queues, Answers.OK, false);
        return parts.rehearsal(parts.loader().buildUnchecked(snapshot, location));
    }

    /** What a set is built of. */
    private static final class Parts {
        private final OfflineBroker broker = new OfflineBroker();
        private final DoneBefore done = new DoneBefore();
        private final RehearsedDatabase database;
        private final RehearsedRoutes staging;
        private final RouteSetLoader loader;

        Parts(Environment settings, RehearsedDatabase database, QueueParts queues, Answers answers, boolean runsCode) {
            this.database = database;
            Calls calls = new Calls(answers);
            Map<String, Object> beans = new HashMap<>(FlowBeans.all(done, new Hydrate(calls::ask)));
            Processor silent = exchange -> {};
            beans.put("unroutedTypes", silent);
            OwnCode code = new OwnCode(runsCode, Map.copyOf(beans));
            this.staging = new RehearsedRoutes(new Outside(broker.factory(), database.forFlows(), calls, code), code);
            this.loader = new RouteSetLoader(
                    settings,
                    beans,
                    new FlowComponents(broker.factory(), database.forFlows(), settings, Duration.ofSeconds(10), queues),
                    staging);
        }

        RouteSetLoader loader() {
            return loader;
        }

        Rehearsal rehearsal(RouteSet routes) {
            return new Rehearsal(routes, database, new QueueFlows(staging.starts(), staging.context(), broker), done);
        }
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

    /** Threads of events that have not ended in time, nor since: of code that hears no interrupt. */
    public List<Thread> left() {
        return deadline.left();
    }

    @Override
    public void close() {
        deadline.close();
        routes.close();
    }
}
