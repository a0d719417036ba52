package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.inbox.WantedTypes;
import io.tollgate.operations.Moment;
import io.tollgate.operations.ReconciliationsBehind;
import io.tollgate.operations.ReconciliationsBehind.Noted;
import io.tollgate.stripe.StripeKeys;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Is something missing that Stripe has? */
@RestController
class ReconciliationsApi {
    private static final String PATH = "/api/v1/stripe/reconciliations";
    private static final String TYPE = "\\*|[a-z0-9_.\\[\\]]{1,250}";
    private static final int MOST_TYPES = 1000;

    private final ReconciliationsBehind behind;
    private final WantedTypes wanted;
    private final StripeKeys keys;
    private final AuditLog audit;
    private final Clock clock;

    ReconciliationsApi(ReconciliationsBehind behind, WantedTypes wanted, StripeKeys keys, AuditLog audit, Clock clock) {
        this.behind = behind;
        this.wanted = wanted;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * @param since such as {@code 2h} or {@code 2026-01-31}; null for from where all is known to be complete
     * @param types {@code *} for all; null for those that have a flow
     * @param dryRun only counts
     */
    record Wish(String since, List<String> types, boolean dryRun) {
        /** As options of the command. */
        String words() {
            return ((since == null ? "" : "--since=" + since + " ")
                            + (types == null ? "" : "--types=" + String.join(",", types)))
                    .strip();
        }
    }

    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    @Described(
            value = "Asks Stripe for what never arrived, or only counts it",
            body = Wish.class,
            status = 202,
            errors = 409)
    @For(Role.OPERATOR)
    ResponseEntity<Noted> reconcile(@RequestBody(required = false) byte[] body, Caller caller) {
        Wish wish = Body.read(body, Wish.class);
        Instant since = since(wish.since());
        check(wish.types());
        if (keys.isEmpty()) {
            throw new Refusal(
                    HttpStatus.CONFLICT,
                    "There is no key of Stripe's API: set STRIPE_API_KEY (tollgate.stripe.accounts.default.api-keys), best to a"
                            + " restricted one that may read events.");
        }
        Noted begun = behind.start(types(wish.types()), since, wish.dryRun(), caller.name(), () -> {
                    if (!wish.dryRun()) {
                        audit.write(caller, Act.RECONCILED, "*", wish.words());
                    }
                })
                .orElseThrow(() -> new Refusal(
                        HttpStatus.CONFLICT,
                        "Another one is under way: " + PATH + " has it. Ask again once it has ended."));
        return ResponseEntity.accepted()
                .header("Location", PATH + "/" + begun.id())
                .body(begun);
    }

    private Instant since(String text) {
        if (text == null) {
            return null;
        }
        try {
            Instant since = Moment.of(text, clock.instant());
            if (since.isAfter(clock.instant())) {
                throw Query.wrong("since is " + since + ", which is still to come.");
            }
            return since;
        } catch (IllegalArgumentException e) {
            throw Query.wrong("since: " + e.getMessage() + ".");
        }
    }

    private static void check(List<String> types) {
        if (types != null
                && (types.isEmpty()
                        || types.size() > MOST_TYPES
                        || !types.stream().allMatch(type -> type != null && type.matches(TYPE)))) {
            throw Query.wrong("types: give 1 to " + MOST_TYPES + " event types, or * for all, or leave it out.");
        }
    }

    private Set<String> types(List<String> given) {
        Set<String> types = given != null ? Set.copyOf(given) : behind.types(wanted.now());
        if (types.isEmpty()) {
            throw new Refusal(
                    HttpStatus.CONFLICT,
                    "No routes are in effect, so it is not known which event types have a flow: name them with types.");
        }
        return types;
    }

    /** Of this gateway, since its start: the last 20. */
    @GetMapping(PATH)
    @Described("The last reconciliations that were asked for at this gateway")
    @For(Role.VIEWER)
    List<Noted> list() {
        return behind.list();
    }

    @GetMapping(PATH + "/{id:\\d{1,18}}")
    @Described(value = "How one of them went, or goes on", errors = 404)
    @For(Role.VIEWER)
    Noted one(@PathVariable long id) {
        return behind.find(id)
                .orElseThrow(() -> new Refusal(
                        HttpStatus.NOT_FOUND,
                        "This gateway knows of no such run: it was before its start, or long ago."));
    }
}
