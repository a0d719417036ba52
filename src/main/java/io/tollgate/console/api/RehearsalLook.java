package io.tollgate.console.api;

import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.PersonalView;
import io.tollgate.inbox.Entries;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.operations.Masked;
import io.tollgate.operations.WithoutPeople;
import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.reload.LiveRehearsal;
import io.tollgate.routing.reload.LiveRehearsal.Tried;
import io.tollgate.routing.reload.NotRehearsed;
import io.tollgate.text.PersonalData;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** What would an event do in the routes that run? Nothing is sent and nothing is kept. Each look is in the audit log first. */
@Component
public class RehearsalLook {
    private final LiveRehearsal rehearsal;
    private final Entries entries;
    private final PersonalData personal;
    private final PersonalView view;
    private final AuditLog audit;

    RehearsalLook(LiveRehearsal rehearsal, Entries entries, PersonalData personal, PersonalView view, AuditLog audit) {
        this.rehearsal = rehearsal;
        this.entries = entries;
        this.personal = personal;
        this.view = view;
        this.audit = audit;
    }

    /**
     * @param reveal shows what is personal
     * @param trace shows each step
     * @throws Refusal when it may not be seen, or is not there
     * @throws NotRehearsed when nothing can be said of it, or not now
     */
    public Tried at(String id, boolean reveal, boolean trace, Caller caller, Authentication who) throws NotRehearsed {
        if (reveal && !view.isFor(who)) {
            throw new Refusal(HttpStatus.FORBIDDEN, PayloadLook.NOT_VISIBLE);
        }
        if (entries.find(id).isEmpty()) {
            throw EventsApi.unknown();
        }
        audit.write(caller, reveal ? Act.PERSONAL_DATA_SEEN : Act.PAYLOAD_SEEN, id, "rehearsal");
        VerifiedEvent event = entries.event(id).orElseThrow(PayloadLook::gone);
        Tried tried = rehearsal.rehearse(event, trace);
        Rehearsed shown = Masked.of(tried.rehearsed());
        return new Tried(tried.routes(), reveal ? shown : new WithoutPeople(personal, event.payload()).of(shown));
    }
}
