package io.tollgate.console.pages;

import io.tollgate.access.Role;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.console.api.PauseSwitch;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Stops a type on all gateways, and lets it go on. */
@Controller
class PausePage {
    private final PauseSwitch pauses;

    PausePage(PauseSwitch pauses) {
        this.pauses = pauses;
    }

    @PostMapping("/console/pause")
    @For(Role.OPERATOR)
    View pause(@RequestParam String type, @RequestParam(defaultValue = "/console") String back, Caller caller) {
        pauses.pause(type, false, caller);
        return SeeOther.to(LanguageChoice.page(back));
    }

    @PostMapping("/console/resume")
    @For(Role.OPERATOR)
    View resume(@RequestParam String type, @RequestParam(defaultValue = "/console") String back, Caller caller) {
        pauses.resume(type, caller);
        return SeeOther.to(LanguageChoice.page(back));
    }
}
