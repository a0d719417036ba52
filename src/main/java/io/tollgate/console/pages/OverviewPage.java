package io.tollgate.console.pages;

import gg.jte.TemplateEngine;
import io.tollgate.access.Role;
import io.tollgate.alerts.AlertBook;
import io.tollgate.console.access.For;
import io.tollgate.inbox.Backlog;
import io.tollgate.inbox.Backlog.Waiting;
import io.tollgate.inbox.BacklogSeen;
import io.tollgate.inbox.Gateways;
import io.tollgate.inbox.Pauses;
import io.tollgate.inbox.QueueFailures;
import io.tollgate.inbox.RouteSets;
import io.tollgate.inbox.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** Is it healthy? */
@Controller
class OverviewPage {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HALF_AN_HOUR = Duration.ofMinutes(30);
    private static final int SPANS_OF_HOUR = 60;
    private static final int SPANS_OF_DAY = 48;
    private static final int MOST_CAUSES = 20;

    private final TemplateEngine templates;
    private final Backlog backlog;
    private final BacklogSeen seen;
    private final Traffic traffic;
    private final Gateways gateways;
    private final RouteSets routeSets;
    private final Pauses pauses;
    private final QueueFailures queueFailures;
    private final AlertBook alerts;

    OverviewPage(
            TemplateEngine templates,
            Backlog backlog,
            BacklogSeen seen,
            Traffic traffic,
            Gateways gateways,
            RouteSets routeSets,
            Pauses pauses,
            QueueFailures queueFailures,
            AlertBook alerts) {
        this.templates = templates;
        this.backlog = backlog;
        this.seen = seen;
        this.traffic = traffic;
        this.gateways = gateways;
        this.routeSets = routeSets;
        this.pauses = pauses;
        this.queueFailures = queueFailures;
        this.alerts = alerts;
    }

    @GetMapping("/console")
    @For(Role.VIEWER)
    Page overview(Frame frame) {
        return Page.of(templates, "overview", frame, values(frame.now()));
    }

    /** What is asked again every few seconds by the page itself. */
    @GetMapping("/console/now")
    @For(Role.VIEWER)
    Page now(Frame frame) {
        return Page.of(templates, "now", frame, values(frame.now()));
    }

    private Map<String, Object> values(Instant now) {
        Map<String, Object> values = new HashMap<>();
        values.put("hour", chart(now, MINUTE, SPANS_OF_HOUR));
        values.put("day", chart(now, HALF_AN_HOUR, SPANS_OF_DAY));
        values.put("flows", traffic.byType(now.minus(HALF_AN_HOUR.multipliedBy(SPANS_OF_DAY))));
        values.put("waiting", waiting());
        values.put("retrying", backlog.retrying(MOST_CAUSES));
        values.put("dead", backlog.dead(MOST_CAUSES));
        values.put("gateways", gateways.list());
        values.put("routes", routeSets.latest());
        values.put("pauses", pauses.list());
        values.put("alerts", alerts.begun());
        values.put("failing", queueFailures.byRoute());
        return values;
    }

    /** As it was counted last: to count a deep backlog takes longer than the page waits. */
    private List<Waiting> waiting() {
        try {
            return seen.waiting();
        } catch (IllegalStateException e) {
            return backlog.waiting();
        }
    }

    private Chart chart(Instant now, Duration step, int spans) {
        Instant thisMinute = now.truncatedTo(ChronoUnit.MINUTES);
        Instant from = thisMinute.minus(step.multipliedBy(spans)).plus(MINUTE);
        return Chart.of(traffic.series(from, step), from, step, spans);
    }
}
