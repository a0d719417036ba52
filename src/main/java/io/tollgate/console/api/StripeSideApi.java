package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.console.access.For;
import io.tollgate.inbox.Leases;
import io.tollgate.inbox.Leases.Run;
import io.tollgate.inbox.SigningSecrets;
import io.tollgate.inbox.Watermarks;
import io.tollgate.inbox.Watermarks.Summary;
import io.tollgate.operations.SecretReport;
import java.time.Clock;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Is all here that Stripe created, and may an old secret go? */
@RestController
class StripeSideApi {
    private static final String RECONCILIATION = "reconcile";

    private final Watermarks watermarks;
    private final Leases leases;
    private final SigningSecrets secrets;
    private final Clock clock;

    StripeSideApi(Watermarks watermarks, Leases leases, SigningSecrets secrets, Clock clock) {
        this.watermarks = watermarks;
        this.leases = leases;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * @param complete up to when the inbox has all; empty when Stripe is not asked
     * @param reconciliation how the last one ended; null when there was none
     */
    record Stripe(List<Summary> complete, Run reconciliation) {}

    @GetMapping("/api/v1/stripe")
    @Described("Up to when the inbox has all that Stripe created")
    @For(Role.VIEWER)
    Stripe stripe() {
        return new Stripe(watermarks.all(), leases.last(RECONCILIATION).orElse(null));
    }

    @GetMapping("/api/v1/secrets")
    @Described("Signing secrets by their fingerprints, and whether an old one may go")
    @For(Role.VIEWER)
    List<SecretReport> secrets() {
        return SecretReport.all(secrets.list(), clock.instant());
    }
}
