package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.inbox.ReplayLog;
import io.tollgate.inbox.ReplayLog.Noted;
import io.tollgate.operations.ReplaysBehind;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/** How do I send it again? With a key, so that a program that heard no answer may ask again, and nothing is done twice. */
@RestController
class ReplaysApi {
    private static final String KEY = "[\\x21-\\x7e]{1,255}";
    private static final int MOST = 200;
    private static final int USUAL = 50;

    private final Replaying replaying;
    private final KeyedReplays keyed;
    private final ReplayLog log;
    private final ReplaysBehind behind;
    private final Clock clock;

    ReplaysApi(Replaying replaying, KeyedReplays keyed, ReplayLog log, ReplaysBehind behind, Clock clock) {
        this.replaying = replaying;
        this.keyed = keyed;
        this.log = log;
        this.behind = behind;
        this.clock = clock;
    }

    /** @param running at this gateway; one that is neither that nor ended was stopped, or runs at another */
    record Replay(Noted replay, boolean running) {}

    @PostMapping(path = "/api/v1/replays", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Described(
            value = "Sets events back; by a filter it answers 202 and goes on",
            body = ReplayRequest.class,
            answer = Object.class,
            key = true,
            errors = {422, 429})
    @For(Role.OPERATOR)
    ResponseEntity<String> replay(
            @RequestHeader(name = "Idempotency-Key", required = false) String key,
            @RequestBody(required = false) byte[] body,
            Caller caller) {
        ReplayRequest request = Body.read(body, ReplayRequest.class);
        request.check();
        if (request.dryRun()) {
            return json(Body.write(replaying.wouldBe(request)));
        }
        if (key == null || !key.matches(KEY)) {
            throw Query.wrong(
                    "Send a header Idempotency-Key, a new one for each replay: 1 to 255 visible ASCII characters.");
        }
        return request.ids() != null
                ? json(keyed.ids(key, body, request, caller))
                : byFilter(key, body, request, caller);
    }

    private ResponseEntity<String> byFilter(String key, byte[] body, ReplayRequest request, Caller caller) {
        String answer = keyed.byFilter(key, body, request, caller);
        return ResponseEntity.accepted()
                .header("Location", "/api/v1/replays/" + replaying.idOf(answer))
                .contentType(MediaType.APPLICATION_JSON)
                .body(answer);
    }

    private static ResponseEntity<String> json(String json) {
        return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(json);
    }

    @GetMapping("/api/v1/replays")
    @Described(
            value = "Replays and how far they came",
            query = {"limit", "before"})
    @For(Role.VIEWER)
    List<Replay> list(HttpServletRequest request) {
        Query query = Query.of(request.getParameterMap(), clock.instant(), "limit", "before");
        long before = query.number("before", 1, Integer.MAX_VALUE / 10, Integer.MAX_VALUE);
        return log.page(query.number("limit", 1, MOST, USUAL), before).stream()
                .map(this::shown)
                .toList();
    }

    @GetMapping("/api/v1/replays/{id:\\d{1,18}}")
    @Described(value = "One replay", errors = 404)
    @For(Role.VIEWER)
    Replay one(@PathVariable long id) {
        return log.find(id)
                .map(this::shown)
                .orElseThrow(() -> new Refusal(HttpStatus.NOT_FOUND, "There is no such replay."));
    }

    private Replay shown(Noted noted) {
        return new Replay(noted, behind.isGoing(noted.id()));
    }
}
