package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.operations.ForgetBehind;
import io.tollgate.operations.ForgetBehind.Noted;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What is there of a customer, and remove it. */
@RestController
class CustomersApi {
    private static final String PATH = "/api/v1/customers/{customer}/forget";

    private final ForgetBehind behind;
    private final AuditLog audit;

    CustomersApi(ForgetBehind behind, AuditLog audit) {
        this.behind = behind;
        this.audit = audit;
    }

    /**
     * @param customer the id once more, unless it is a dry run: it cannot be undone
     * @param dead also payloads of events that are dead: they can never be replayed then
     * @param dryRun only looks
     */
    record Wish(String customer, boolean dead, boolean dryRun) {}

    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    @Described(value = "Shows what is kept of a customer, or removes it", body = Wish.class, status = 202, errors = 409)
    @For(Role.ADMIN)
    ResponseEntity<Noted> forget(
            @PathVariable String customer, @RequestBody(required = false) byte[] body, Caller caller) {
        Wish wish = Body.read(body, Wish.class);
        if (!ForgetBehind.isCustomer(customer)) {
            throw Query.wrong("The path names no customer: give the id of one of Stripe's, such as cus_Nx….");
        }
        if (!wish.dryRun() && !customer.equals(wish.customer())) {
            throw Query.wrong(
                    "This cannot be undone: give customer, the id once more; or dryRun, which shows what there is.");
        }
        Noted begun = behind.start(customer, wish.dead(), wish.dryRun(), caller.name(), () -> {
                    if (!wish.dryRun()) {
                        audit.write(caller, Act.FORGOTTEN, customer, wish.dead() ? "--dead" : "");
                    }
                })
                .orElseThrow(() -> new Refusal(
                        HttpStatus.CONFLICT,
                        "This gateway forgets a customer already: ask again once that has ended."));
        return ResponseEntity.accepted()
                .header("Location", PATH.replace("{customer}", customer))
                .body(begun);
    }

    @GetMapping(PATH)
    @Described(value = "How the last run of a customer at this gateway went", errors = 404)
    @For(Role.ADMIN)
    Noted last(@PathVariable String customer) {
        return behind.find(customer)
                .orElseThrow(
                        () -> new Refusal(
                                HttpStatus.NOT_FOUND,
                                "This gateway knows of no such run: it was before its start, or long ago. A dry run shows what there is."));
    }
}
