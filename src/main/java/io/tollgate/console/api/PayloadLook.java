package io.tollgate.console.api;

import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.PersonalView;
import io.tollgate.inbox.Entries;
import io.tollgate.text.PersonalData;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** What does an event say? Without what it says of people, unless who may see that asks for it; each look is in the audit log first. */
@Component
public class PayloadLook {
    static final String NOT_VISIBLE =
            "Your role may not see what is personal (tollgate.personal.visible-to): leave reveal out.";

    private final Entries entries;
    private final PersonalData personal;
    private final PersonalView view;
    private final AuditLog audit;

    PayloadLook(Entries entries, PersonalData personal, PersonalView view, AuditLog audit) {
        this.entries = entries;
        this.personal = personal;
        this.view = view;
        this.audit = audit;
    }

    /** Whether somebody may see what is personal. */
    public boolean mayReveal(Authentication who) {
        return view.isFor(who);
    }

    /**
     * @param reveal whether with what is personal; else that is masked
     * @return JSON
     * @throws Refusal when it may not be seen, or is not there
     */
    public byte[] at(String id, boolean reveal, Caller caller, Authentication who) {
        if (reveal && !mayReveal(who)) {
            throw new Refusal(HttpStatus.FORBIDDEN, NOT_VISIBLE);
        }
        if (entries.find(id).isEmpty()) {
            throw EventsApi.unknown();
        }
        audit.write(caller, reveal ? Act.PERSONAL_DATA_SEEN : Act.PAYLOAD_SEEN, id, "payload");
        byte[] payload = entries.payload(id).orElseThrow(PayloadLook::gone);
        return reveal ? payload : personal.mask(payload);
    }

    static Refusal gone() {
        return new Refusal(HttpStatus.GONE, "Its payload is gone: retention has removed it, or it was forgotten.");
    }
}
