package io.tollgate.console.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.inbox.DoneEvents;
import io.tollgate.inbox.Entries;
import io.tollgate.inbox.EventFilter;
import io.tollgate.inbox.Replays;
import io.tollgate.inbox.Replays.Count;
import io.tollgate.inbox.Replays.Result;
import io.tollgate.operations.ReplayOfIds;
import io.tollgate.operations.ReplayOfIds.Allowed;
import io.tollgate.operations.ReplaysBehind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** What a replay comes to, as JSON. What it changes it notes in the audit log, in the transaction of whoever calls it. */
@Component
public class Replaying {
    private static final Duration COUNTING = Duration.ofSeconds(4);
    private static final String REPLAY = "replay";

    private final Replays replays;
    private final Entries entries;
    private final DoneEvents doneEvents;
    private final ReplaysBehind behind;
    private final AuditLog audit;
    private final Clock clock;

    Replaying(
            Replays replays,
            Entries entries,
            DoneEvents doneEvents,
            ReplaysBehind behind,
            AuditLog audit,
            Clock clock) {
        this.replays = replays;
        this.entries = entries;
        this.doneEvents = doneEvents;
        this.behind = behind;
        this.audit = audit;
        this.clock = clock;
    }

    /** Where a replay is put that has to go on once all is committed. */
    static final class Begun {
        Result result;
    }

    /** @param refused why, by id */
    public record OfIds(List<String> replayed, Map<String, String> refused) {}

    /**
     * @param types how many events, by type
     * @param done how many of them a flow behind a queue has done once
     * @param complete whether all were counted
     * @param refused why, by id
     */
    public record WouldBe(Map<String, Long> types, long done, boolean complete, Map<String, String> refused) {}

    /** Counts, for four seconds at most: then it says that it is not all. */
    public WouldBe wouldBe(ReplayRequest request) {
        if (request.ids() != null) {
            ReplayOfIds of = of(id -> {});
            of.take(request.ids(), null, new Allowed(request.again(), request.aside()));
            return new WouldBe(of.types(), doneEvents.count(of.taken()), true, of.refused());
        }
        Instant end = clock.instant().plus(COUNTING);
        Count count = replays.count(
                request.filter(clock.instant()),
                after(request),
                () -> clock.instant().isAfter(end));
        return new WouldBe(count.types(), count.done(), count.complete(), Map.of());
    }

    String ids(ReplayRequest request, Caller caller) {
        ReplayOfIds of = of(
                id -> audit.write(caller, Act.REPLAYED, id, new Allowed(request.again(), request.aside()).toString()));
        of.take(request.ids(), caller.name(), new Allowed(request.again(), request.aside()));
        return Body.write(new OfIds(of.taken(), of.refused()));
    }

    String begin(ReplayRequest request, Caller caller, Begun begun) {
        if (!behind.hasRoom()) {
            throw new Refusal(HttpStatus.TOO_MANY_REQUESTS, "Other replays wait here: ask again once they have ended.");
        }
        EventFilter filter = request.filter(clock.instant());
        begun.result = replays.begin(filter, caller.name(), after(request));
        audit.write(
                caller,
                Act.REPLAYED,
                REPLAY + " " + begun.result.id(),
                begun.result.filter().toString());
        return Body.write(new TreeMap<>(Map.of(REPLAY, begun.result.id())));
    }

    long idOf(String answer) {
        try {
            return new ObjectMapper().readTree(answer).path(REPLAY).asLong();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String after(ReplayRequest request) {
        return request.after() == null ? "" : request.after();
    }

    private ReplayOfIds of(Consumer<String> first) {
        return new ReplayOfIds(replays, entries, doneEvents, null, first, sentence -> {});
    }
}
