package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.console.access.For;
import io.tollgate.inbox.Gateways.Gateway;
import io.tollgate.operations.StatusQuestion;
import io.tollgate.operations.StatusReport;
import java.time.Clock;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Is it healthy? */
@RestController
class StatusApi {
    private final StatusQuestion question;
    private final Clock clock;

    StatusApi(StatusQuestion question, Clock clock) {
        this.question = question;
        this.clock = clock;
    }

    @GetMapping("/api/v1/status")
    @Described("How it is")
    @For(Role.VIEWER)
    StatusReport status() {
        return question.ask(clock.instant());
    }

    @GetMapping("/api/v1/gateways")
    @Described("The gateways on this database")
    @For(Role.VIEWER)
    List<Gateway> gateways() {
        return question.gateways().list();
    }
}
