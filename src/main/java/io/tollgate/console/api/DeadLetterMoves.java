package io.tollgate.console.api;

import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.deadletter.DeadLetterFilter;
import io.tollgate.deadletter.DeadLetterQueue;
import io.tollgate.operations.DeadLetterDesk;
import io.tollgate.operations.DeadLetterDesk.Groups;
import io.tollgate.operations.DeadLetterDesk.Messages;
import io.tollgate.operations.DeadLetterDesk.Moved;
import java.time.Clock;
import java.util.List;
import org.springframework.stereotype.Component;

/** Sends dead letters back, or removes them, once that is in the audit log; and says first which they are. */
@Component
public class DeadLetterMoves {
    private final DeadLetterDesk desk;
    private final AuditLog audit;
    private final Clock clock;

    DeadLetterMoves(DeadLetterDesk desk, AuditLog audit, Clock clock) {
        this.desk = desk;
        this.audit = audit;
        this.clock = clock;
    }

    /** @throws Refusal when it asks for nothing */
    public Groups wouldBe(DeadLetterRequest request) {
        Query query = request.query(clock.instant());
        return desk.groups(DeadLetterRequest.queues(query), DeadLetterRequest.filter(query));
    }

    /** The oldest of each queue first; masked. */
    public Messages messages(DeadLetterRequest request, int limit) {
        Query query = request.query(clock.instant());
        return desk.messages(DeadLetterRequest.queues(query), DeadLetterRequest.filter(query), limit);
    }

    public Moved retry(DeadLetterRequest request, Caller caller) {
        return move(request, caller, Act.DEAD_LETTERS_RETRIED, "retry", true);
    }

    public Moved discard(DeadLetterRequest request, Caller caller) {
        return move(request, caller, Act.DEAD_LETTERS_DISCARDED, "discard", false);
    }

    private Moved move(DeadLetterRequest request, Caller caller, Act act, String name, boolean back) {
        Query query = request.query(clock.instant());
        DeadLetterFilter filter = DeadLetterRequest.filter(query);
        List<DeadLetterQueue> queues = DeadLetterRequest.queues(query);
        String words = request.words();
        audit.write(caller, act, filter.event() == null ? "*" : filter.event(), words);
        return desk.move(queues, filter, caller.name(), "dlq " + name + " " + words, back);
    }
}
