package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** As whom somebody is known. */
@RestController
class CallerApi {
    @GetMapping("/api/v1/me")
    @Described("As whom the token is known")
    @For(Role.VIEWER)
    Caller me(Caller caller) {
        return caller;
    }
}
