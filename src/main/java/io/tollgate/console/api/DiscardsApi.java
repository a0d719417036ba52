package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.operations.Discarding;
import io.tollgate.operations.Discarding.Discarded;
import java.util.HashSet;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** Gives events up that wait. Nothing is removed: a replay sets them back. */
@RestController
class DiscardsApi {
    private static final int MOST = 200;

    private final Discarding discarding;
    private final AuditLog audit;

    DiscardsApi(Discarding discarding, AuditLog audit) {
        this.discarding = discarding;
        this.audit = audit;
    }

    /** @param ids 1 to 200 */
    record Wish(List<String> ids, String reason) {}

    @PostMapping(path = "/api/v1/discards", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Described(value = "Gives up events that wait", body = Wish.class)
    @For(Role.OPERATOR)
    Discarded discard(@RequestBody(required = false) byte[] body, Caller caller) {
        Wish wish = Body.read(body, Wish.class);
        List<String> ids = wish.ids();
        if (ids == null
                || ids.isEmpty()
                || ids.size() > MOST
                || !ids.stream().allMatch(Discarding::isId)
                || new HashSet<>(ids).size() < ids.size()) {
            throw Query.wrong("ids: give 1 to " + MOST + " of them, each once, as evt_ and letters and digits.");
        }
        if (!Discarding.isReason(wish.reason())) {
            throw Query.wrong(
                    "reason: say why in a sentence, of " + Discarding.LONGEST_REASON + " characters at most.");
        }
        return discarding.discard(ids, wish.reason(), id -> audit.write(caller, Act.DISCARDED, id, wish.reason()));
    }
}
