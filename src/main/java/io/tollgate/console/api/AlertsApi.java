package io.tollgate.console.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tollgate.access.Role;
import io.tollgate.alerts.Alert;
import io.tollgate.alerts.AlertBook;
import io.tollgate.alerts.Condition;
import io.tollgate.alerts.Silences;
import io.tollgate.alerts.Silences.Silence;
import io.tollgate.alerts.Ways;
import io.tollgate.alerts.Ways.Answer;
import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.For;
import io.tollgate.inbox.GatewayIdentity;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What is out of order, and who is told of it. */
@RestController
class AlertsApi {
    private static final int MOST_DAYS = 90;

    private final AlertBook book;
    private final Silences silences;
    private final Ways ways;
    private final AuditLog audit;
    private final GatewayIdentity gateway;
    private final Clock clock;

    AlertsApi(AlertBook book, Silences silences, Ways ways, AuditLog audit, GatewayIdentity gateway, Clock clock) {
        this.book = book;
        this.silences = silences;
        this.ways = ways;
        this.audit = audit;
        this.gateway = gateway;
        this.clock = clock;
    }

    /**
     * @param on also what has not held for long enough to be told, which has no {@code beganAt}
     * @param ended the last one first, at most 200
     */
    record Alerts(List<Alert> on, List<Alert> ended, List<Silence> silences) {}

    /** @param length such as {@code 30m}, {@code 2h} or {@code 1d} */
    record Wish(String condition, @JsonProperty("for") String length) {}

    @GetMapping("/api/v1/alerts")
    @Described(value = "What is out of order, what has ended, and what is silenced", query = "days")
    @For(Role.VIEWER)
    Alerts alerts(@RequestParam(defaultValue = "7") int days) {
        if (days < 0 || days > MOST_DAYS) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "days is " + days + ": give 0 to " + MOST_DAYS);
        }
        return new Alerts(book.open(), book.endedSince(clock.instant().minus(Duration.ofDays(days))), silences.now());
    }

    @PostMapping("/api/v1/alerts/silences")
    @ResponseStatus(HttpStatus.CREATED)
    @Described(value = "Tells nobody of a condition for a time", body = Wish.class)
    @For(Role.OPERATOR)
    Silence silence(@RequestBody Wish wish, Caller caller) {
        Condition condition = Condition.of(wish.condition())
                .orElseThrow(() -> new Refusal(
                        HttpStatus.BAD_REQUEST,
                        "There is no such condition: give one of " + List.of(Condition.values())));
        Duration length = length(wish.length());
        audit.write(caller, Act.ALERT_SILENCED, condition.toString(), "for " + length);
        return new Silence(condition.toString(), silences.add(condition, length, caller.name()), caller.name());
    }

    @PostMapping("/api/v1/alerts/test")
    @Described(value = "Tells all who are told of alerts that this is a test")
    @For(Role.OPERATOR)
    Map<String, Answer> test(Caller caller) {
        audit.write(caller, Act.ALERT_TESTED, "", "");
        return ways.test(gateway.name(), clock);
    }

    private static Duration length(String text) {
        try {
            Duration length = DurationStyle.SIMPLE.parse(String.valueOf(text));
            Silences.check(length);
            return length;
        } catch (IllegalArgumentException e) {
            throw new Refusal(HttpStatus.BAD_REQUEST, "\"for\" has to be a time up to 30 days, such as 30m, 2h or 1d");
        }
    }
}
