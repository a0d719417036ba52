package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.inbox.EventTypes;
import io.tollgate.inbox.Pauses;
import io.tollgate.inbox.Pauses.Pause;
import io.tollgate.routing.check.NearMatch;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which types are stopped, on all gateways; {@code *} stands for all of them. Asked twice, it is done once. */
@RestController
class PausesApi {
    private final Pauses pauses;
    private final AuditLog audit;
    private final Clock clock;

    PausesApi(Pauses pauses, AuditLog audit, Clock clock) {
        this.pauses = pauses;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param changed false when it was so already */
    record Changed(String type, boolean changed) {}

    @GetMapping("/api/v1/pauses")
    @For(Role.VIEWER)
    List<Pause> list() {
        return pauses.list();
    }

    @PutMapping("/api/v1/pauses/{type}")
    @For(Role.OPERATOR)
    Changed pause(@PathVariable String type, Caller caller, HttpServletRequest request) {
        boolean force =
                Query.of(request.getParameterMap(), clock.instant(), "force").flag("force");
        if (!force && !type.equals(Pauses.ALL) && !EventTypes.known().contains(type)) {
            throw new Refusal(
                    HttpStatus.NOT_FOUND,
                    "Stripe has no such type" + hint(type) + " With force=true it is paused all the same.");
        }
        check(type);
        audit.write(caller, Act.PAUSED, type, force ? "force" : "");
        return new Changed(type, pauses.pause(type, caller.name()));
    }

    @DeleteMapping("/api/v1/pauses/{type}")
    @For(Role.OPERATOR)
    Changed resume(@PathVariable String type, Caller caller, HttpServletRequest request) {
        Query.of(request.getParameterMap(), clock.instant());
        check(type);
        audit.write(caller, Act.RESUMED, type, "");
        return new Changed(type, pauses.resume(type));
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
