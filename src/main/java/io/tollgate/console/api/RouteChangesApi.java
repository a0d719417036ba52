package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.operations.RouteDesk;
import io.tollgate.operations.RouteDesk.Accepted;
import io.tollgate.operations.RouteDesk.Back;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Back to a set that this gateway has kept, and one that its rehearsal has held back: what changes routes is for an admin. */
@RestController
class RouteChangesApi {
    private static final String HASH = "[0-9a-f]{1,12}";

    private final RouteDesk desk;
    private final AuditLog audit;

    RouteChangesApi(RouteDesk desk, AuditLog audit) {
        this.desk = desk;
        this.audit = audit;
    }

    /** @param routes a hash, or its beginning */
    record Wish(String routes, boolean dryRun) {}

    @PostMapping(path = RoutesApi.PATH + "/back", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Described(
            value = "Puts a set back into the folder of routes",
            body = Wish.class,
            errors = {404, 409})
    @For(Role.ADMIN)
    Back back(@RequestBody(required = false) byte[] body, Caller caller) throws IOException {
        Wish wish = wish(body);
        return desk.back(wish.routes(), wish.dryRun() ? null : hash -> audit.write(caller, Act.ROUTES_BACK, hash, ""));
    }

    @PostMapping(path = RoutesApi.PATH + "/accept", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Described(
            value = "Lets a set take effect whatever its rehearsal shows",
            body = Wish.class,
            errors = {404, 409})
    @For(Role.ADMIN)
    Accepted accept(@RequestBody(required = false) byte[] body, Caller caller) throws IOException {
        Wish wish = wish(body);
        if (wish.dryRun()) {
            throw Query.wrong("There is no dryRun here: " + RoutesApi.PATH + "/decisions says why a set was refused.");
        }
        return desk.accept(wish.routes(), hash -> audit.write(caller, Act.ROUTES_ACCEPTED, hash, ""));
    }

    private static Wish wish(byte[] body) {
        Wish wish = Body.read(body, Wish.class);
        if (wish.routes() == null || !wish.routes().matches(HASH)) {
            throw Query.wrong("routes: give the hash of a set, or its beginning; " + RoutesApi.PATH + " has them.");
        }
        return wish;
    }
}
