package io.tollgate.routing.drift;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.EventTypes;
import io.tollgate.inbox.Seen;
import io.tollgate.inbox.Seen.Body;
import io.tollgate.inbox.Seen.Kind;
import io.tollgate.inbox.Seen.New;
import io.tollgate.inbox.Seen.Shape;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Tells of what Stripe changes: an API version, an event type or a field that no event has had before. It looks each 10 s, on a thread of its own, at
 * the 5000 newest events that are stored, so no event waits for it; for fields, at 32 of them, each of another type or version. Each news is told once, whichever
 * gateway sees it first, also after a restart.
 */
public final class DriftWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DriftWatch.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    /** What came while no gateway looked. */
    private static final Duration BEFORE_THE_START = Duration.ofHours(1);
    /** A commit may come this late after the moment that its row names. */
    private static final Duration LATE = Duration.ofSeconds(30);

    private static final int MOST_EVENTS = 5000;
    private static final int MOST_BODIES = 32;

    private final Seen seen;
    private final BooleanSupplier routesRun;
    private final Function<String, Collection<String>> flows;
    private final Clock clock;
    private final TopFields fields = new TopFields();
    private final Map<Kind, Counter> news = new EnumMap<>(Kind.class);
    private final Map<Kind, Set<String>> known = new EnumMap<>(Kind.class);
    private final Thread thread = new Thread(this::run, "drift-watch");
    private Instant since;
    private volatile boolean closed;

    /**
     * @param routesRun asked before each look: what is told once is not to name no flows because they are not loaded yet
     * @param flows asked by which flows events of a type go
     */
    public DriftWatch(
            Seen seen,
            BooleanSupplier routesRun,
            Function<String, Collection<String>> flows,
            Clock clock,
            MeterRegistry registry) {
        this.seen = seen;
        this.routesRun = routesRun;
        this.flows = flows;
        this.clock = clock;
        for (Kind kind : Kind.values()) {
            news.put(
                    kind,
                    Counter.builder("tollgate.drift")
                            .tag("kind", kind.label())
                            .description("API versions, event types and fields that no event had before")
                            .register(registry));
        }
        thread.setDaemon(true);
    }

    public DriftWatch start() {
        thread.start();
        return this;
    }

    private void run() {
        while (!closed) {
            try {
                look();
            } catch (RuntimeException e) {
                log.debug("Not looked for what is new: {}", e.getMessage());
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }

    /** Looks now, unless no routes run. */
    void look() {
        if (!routesRun.getAsBoolean()) {
            return;
        }
        Instant now = clock.instant();
        if (known.isEmpty()) {
            for (Kind kind : Kind.values()) {
                known.put(kind, new TreeSet<>(seen.names(kind)));
            }
        }
        List<Shape> shapes =
                new ArrayList<>(seen.shapes(since == null ? now.minus(BEFORE_THE_START) : since, MOST_EVENTS));
        for (Shape shape : shapes) {
            if (!EventTypes.known().contains(shape.type())) {
                note(Kind.TYPE, shape.type(), shape.id(), shape.type(), List.of(shape.type()), now);
            }
            if (shape.apiVersion() != null) {
                note(
                        Kind.VERSION,
                        shape.apiVersion(),
                        shape.id(),
                        shape.type(),
                        typesOf(shape.apiVersion(), shapes),
                        now);
            }
        }
        Collections.shuffle(shapes);
        for (Body body :
                seen.bodies(shapes.stream().limit(MOST_BODIES).map(Shape::id).toList())) {
            fields.unknown(body)
                    .forEach(name -> note(Kind.FIELD, name, body.id(), body.type(), List.of(body.type()), now));
        }
        since = now.minus(LATE);
    }

    private static List<String> typesOf(String version, List<Shape> shapes) {
        return shapes.stream()
                .filter(shape -> version.equals(shape.apiVersion()))
                .map(Shape::type)
                .distinct()
                .toList();
    }

    private void note(Kind kind, String name, String event, String type, List<String> types, Instant now) {
        Set<String> before = known.get(kind);
        if (!before.contains(name) && before.size() < kind.most()) {
            List<String> concerned = types.stream()
                    .flatMap(one -> flows.apply(one).stream())
                    .distinct()
                    .sorted()
                    .toList();
            New one = new New(kind, name, now, event, type, concerned);
            if (seen.note(one)) {
                news.get(kind).increment();
                say(one);
            }
            before.add(name);
        }
    }

    private static void say(New one) {
        String concerned = one.flows().isEmpty()
                ? "no flow takes it"
                : "flows that it concerns: " + String.join(", ", one.flows());
        log.atLevel(one.kind() == Kind.FIELD ? Level.INFO : Level.WARN)
                .log(
                        "{} {} has a {} that no event had before: {}; {}",
                        one.event(),
                        one.type(),
                        one.kind().label(),
                        one.name(),
                        concerned);
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
