package io.tollgate.inbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.Copies.Kind;
import io.tollgate.inbox.Passage.Source;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Looks whether a duplicate is the event that is stored: it is dropped by its id alone, and test events of old Dashboards all had the
 * same one. Each is counted by its kind; what is another event is said every 10 s at most, and what came another way than the stored one is noted with it. This
 * takes place after the answer, on a thread of its own; under a storm of duplicates only some are looked at.
 */
public final class Duplicates implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Duplicates.class);
    private static final int MOST_WAITING = 16;
    private static final int MOST_BYTES = 256 << 10;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final String STORED = """
            SELECT type, endpoint, api_version, created, source, payload FROM tollgate.inbox WHERE id = ?""";
    /** How many endpoints have not answered 2xx yet: it goes down from one delivery to the next. */
    private static final String CHANGES = "pending_webhooks";

    private record Row(String type, String endpoint, String apiVersion, Long created, String source, byte[] payload) {}

    private final ObjectMapper json = new ObjectMapper();
    private final BlockingQueue<VerifiedEvent> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final JdbcClient jdbc;
    private final Copies copies;
    private final Counter others;
    private final Map<Kind, Counter> kinds = new EnumMap<>(Kind.class);
    private final Thread thread = new Thread(this::run, "duplicates");
    private long nextLine = System.nanoTime();
    private volatile boolean closed;

    Duplicates(JdbcClient jdbc, Copies copies, MeterRegistry registry) {
        this.jdbc = jdbc;
        this.copies = copies;
        for (Kind kind : Kind.values()) {
            kinds.put(
                    kind,
                    Counter.builder("tollgate.inbox.copies")
                            .tag("kind", kind.label())
                            .description("Duplicates by what they are beside the stored event, as far as looked at")
                            .register(registry));
        }
        this.others = Counter.builder("tollgate.inbox.duplicates.different")
                .description("Duplicates by their id that are another event than the stored one, as far as looked at")
                .register(registry);
        thread.setDaemon(true);
    }

    Duplicates start() {
        thread.start();
        return this;
    }

    /** Returns at once. A large one is not looked at: what is kept here is beside the memory that requests may take. */
    public void look(VerifiedEvent duplicate) {
        if (duplicate.payload().length <= MOST_BYTES) {
            waiting.offer(duplicate);
        }
    }

    private void run() {
        while (!closed) {
            try {
                VerifiedEvent next = waiting.poll(1, TimeUnit.SECONDS);
                if (next != null) {
                    compare(next);
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                log.debug("A duplicate was not looked at: {}", e.getMessage());
            }
        }
    }

    private void compare(VerifiedEvent duplicate) {
        jdbc.sql(STORED).param(duplicate.id()).query(Row.class).optional().ifPresent(stored -> {
            Kind kind = kind(stored, duplicate);
            kinds.get(kind).increment();
            if (kind == Kind.OTHER_BODY) {
                others.increment();
                say(stored, duplicate);
            }
            if (kind != Kind.SAME || !stored.endpoint().equals(duplicate.endpoint())) {
                copies.note(duplicate, kind);
            }
        });
    }

    private void say(Row stored, VerifiedEvent duplicate) {
        String what = stored.type().equals(duplicate.type())
                ? "another body"
                : "type " + duplicate.type() + " in place of " + stored.type();
        boolean due = System.nanoTime() - nextLine >= 0;
        nextLine = due ? System.nanoTime() + PAUSE_NANOS : nextLine;
        log.atLevel(due ? Level.WARN : Level.DEBUG)
                .log(
                        "{} came again with {}, and was dropped as a duplicate: Stripe's ids are unique, so look at who"
                                + " sends it",
                        duplicate.id(),
                        what);
    }

    private Kind kind(Row stored, VerifiedEvent duplicate) {
        if (!stored.type().equals(duplicate.type())) {
            return Kind.OTHER_BODY;
        } else if (!Objects.equals(stored.apiVersion(), duplicate.apiVersion())) {
            // each endpoint has its own: the same event in another shape
            return Objects.equals(stored.created(), duplicate.created()) ? Kind.OTHER_VERSION : Kind.OTHER_BODY;
        }
        // retention may have removed the stored one's; and of a thin event Stripe lists more than it posts
        boolean same = stored.payload() == null
                || stored.source().equals(Source.RECONCILED.label())
                || Arrays.equals(stored.payload(), duplicate.payload())
                || read(stored.payload()).equals(read(duplicate.payload()));
        return same ? Kind.SAME : Kind.OTHER_BODY;
    }

    private JsonNode read(byte[] payload) {
        try {
            JsonNode event = json.readTree(payload);
            return event instanceof ObjectNode object ? object.without(CHANGES) : event;
        } catch (IOException e) {
            return json.missingNode();
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
