package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.inbox.Pauses;
import io.tollgate.inbox.Pauses.Pause;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which types are stopped, on all gateways; {@code *} stands for all of them. Asked twice, it is done once. */
@RestController
class PausesApi {
    private final Pauses pauses;
    private final PauseSwitch change;
    private final Clock clock;

    PausesApi(Pauses pauses, PauseSwitch change, Clock clock) {
        this.pauses = pauses;
        this.change = change;
        this.clock = clock;
    }

    /** @param changed false when it was so already */
    record Changed(String type, boolean changed) {}

    @GetMapping("/api/v1/pauses")
    @Described("Which types are stopped")
    @For(Role.VIEWER)
    List<Pause> list() {
        return pauses.list();
    }

    @PutMapping("/api/v1/pauses/{type}")
    @Described(value = "Pauses a type, or all with *", query = "force", errors = 404)
    @For(Role.OPERATOR)
    Changed pause(@PathVariable String type, Caller caller, HttpServletRequest request) {
        boolean force =
                Query.of(request.getParameterMap(), clock.instant(), "force").flag("force");
        return new Changed(type, change.pause(type, force, caller));
    }

    @DeleteMapping("/api/v1/pauses/{type}")
    @Described("Resumes a type")
    @For(Role.OPERATOR)
    Changed resume(@PathVariable String type, Caller caller, HttpServletRequest request) {
        Query.of(request.getParameterMap(), clock.instant());
        return new Changed(type, change.resume(type, caller));
    }
}
