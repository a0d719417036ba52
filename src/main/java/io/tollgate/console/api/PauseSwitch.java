package io.tollgate.console.api;

import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.inbox.EventTypes;
import io.tollgate.inbox.Pauses;
import io.tollgate.routing.check.NearMatch;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** Stops types on all gateways, once that is in the audit log; {@code *} stands for all of them. Asked twice, it is done once. */
@Component
public class PauseSwitch {
    private final Pauses pauses;
    private final AuditLog audit;

    PauseSwitch(Pauses pauses, AuditLog audit) {
        this.pauses = pauses;
        this.audit = audit;
    }

    /**
     * @param force also for a type that Stripe has not
     * @return false when it was paused already
     * @throws Refusal when there is no such type
     */
    public boolean pause(String type, boolean force, Caller caller) {
        if (!force && !type.equals(Pauses.ALL) && !EventTypes.known().contains(type)) {
            throw new Refusal(
                    HttpStatus.NOT_FOUND,
                    "Stripe has no such type" + hint(type) + " With force=true it is paused all the same.");
        }
        check(type);
        audit.write(caller, Act.PAUSED, type, force ? "force" : "");
        return pauses.pause(type, caller.name());
    }

    /** @return false when it was not paused */
    public boolean resume(String type, Caller caller) {
        check(type);
        audit.write(caller, Act.RESUMED, type, "");
        return pauses.resume(type);
    }

    private static void check(String type) {
        if (!type.matches("\\*|[a-z0-9_.]{1,250}")) {
            throw Query.wrong("type: give one event type, or * for all of them.");
        }
    }

    private static String hint(String type) {
        return NearMatch.of(type, EventTypes.known())
                .map(near -> ": did you mean " + near + "?")
                .orElse(".");
    }
}
