package io.tollgate.console.api;

import io.tollgate.access.Role;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.deadletter.BrokerFailure;
import io.tollgate.operations.DeadLetterDesk;
import io.tollgate.operations.DeadLetterDesk.Groups;
import io.tollgate.operations.DeadLetterDesk.Messages;
import io.tollgate.operations.DeadLetterDesk.Moved;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** What stands in the broker's dead letter queues, and why; sends it back, or removes it. */
@RestController
class DeadLettersApi {
    private static final String PATH = "/api/v1/dead-letters";
    private static final int MOST = 200;
    private static final int USUAL = 50;

    private final DeadLetterDesk desk;
    private final DeadLetterMoves moves;
    private final Clock clock;

    DeadLettersApi(DeadLetterDesk desk, DeadLetterMoves moves, Clock clock) {
        this.desk = desk;
        this.moves = moves;
        this.clock = clock;
    }

    @GetMapping(PATH)
    @Described(
            value = "What stands in the dead letter queues, by queue, type and cause",
            query = {"queue", "type", "event", "from", "to", "cause"})
    @For(Role.VIEWER)
    Groups groups(HttpServletRequest request) {
        Query query = Query.of(request.getParameterMap(), clock.instant(), DeadLetterRequest.NAMES);
        return desk.groups(DeadLetterRequest.queues(query), DeadLetterRequest.filter(query));
    }

    /** Without words of a body, which an answer of the other side may repeat. */
    @GetMapping(PATH + "/messages")
    @Described(
            value = "Dead letters one by one, without bodies",
            query = {"queue", "type", "event", "from", "to", "cause", "limit"})
    @For(Role.VIEWER)
    Messages messages(HttpServletRequest request) {
        Query query = Query.of(request.getParameterMap(), clock.instant(), DeadLetterRequest.WITH_LIMIT);
        int limit = query.number("limit", 1, MOST, USUAL);
        return desk.messages(DeadLetterRequest.queues(query), DeadLetterRequest.filter(query), limit);
    }

    @PostMapping(path = PATH + "/retry", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Described(value = "Sends dead letters back", body = DeadLetterRequest.class, answer = Moved.class)
    @For(Role.OPERATOR)
    Object retry(@RequestBody(required = false) byte[] body, Caller caller) {
        DeadLetterRequest request = Body.read(body, DeadLetterRequest.class);
        return request.dryRun() ? count(request) : moves.retry(request, caller);
    }

    @PostMapping(path = PATH + "/discard", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Described(value = "Removes dead letters", body = DeadLetterRequest.class, answer = Moved.class)
    @For(Role.ADMIN)
    Object discard(@RequestBody(required = false) byte[] body, Caller caller) {
        DeadLetterRequest request = Body.read(body, DeadLetterRequest.class);
        return request.dryRun() ? count(request) : moves.discard(request, caller);
    }

    private Map<String, Object> count(DeadLetterRequest request) {
        Groups groups = moves.wouldBe(request);
        return Map.of("count", groups.count(), "partly", groups.partly());
    }

    @ExceptionHandler
    ProblemDetail brokerAway(BrokerFailure e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
    }
}
