package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.inbox.FailedEntry;
import io.tollgate.inbox.LeaseLost;
import io.tollgate.inbox.Outcomes;
import io.tollgate.inbox.RoutedEntry;
import io.tollgate.relay.Outcome.Failed;
import io.tollgate.relay.Outcome.GivenBack;
import io.tollgate.relay.Outcome.Routed;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** Sets down how attempts ended, and says it: one log line for each event that was routed, or has failed. */
final class Settlement {
    private static final Logger log = LoggerFactory.getLogger(Settlement.class);
    /** In the last two of them it was alone: one of those alone may be a kill from outside, at a bad moment. */
    private static final int MOST_CRASHES = 4;

    private final Outcomes outcomes;
    private final Breaker breaker;
    private final RelayMetrics metrics;
    private final RelayProperties settings;
    private final Clock clock;
    private volatile Runnable due = () -> {};

    Settlement(Outcomes outcomes, Breaker breaker, RelayMetrics metrics, RelayProperties settings, Clock clock) {
        this.outcomes = outcomes;
        this.breaker = breaker;
        this.metrics = metrics;
        this.settings = settings;
        this.clock = clock;
    }

    /** Calls the listener whenever entries that were given back are due at once. */
    void onDue(Runnable listener) {
        due = listener;
    }

    /**
     * Marks each entry, in the transaction that the caller is in, or each kind of outcome in its own.
     *
     * @throws LeaseLost when one that was routed is no longer ours; the caller must roll back
     */
    void write(Collection<Outcome> ended) {
        outcomes.markRouted(routed(ended));
        outcomes.markFailed(failed(ended));
        Map<Duration, List<Entry>> givenBack = of(ended, GivenBack.class).stream()
                .collect(Collectors.groupingBy(
                        GivenBack::delay, Collectors.mapping(GivenBack::entry, Collectors.toList())));
        givenBack.forEach((wait, entries) -> outcomes.giveBack(entries, wait));
    }

    /** Sets back what was never begun, or leaves it to its lease. */
    void giveBack(List<Entry> entries) {
        try {
            outcomes.giveBack(entries, Duration.ZERO);
        } catch (DataAccessException e) {
            log.warn("{} entries are due again after their lease: {}", entries.size(), FailureText.of(e));
        }
    }

    /** These outcomes are committed. */
    void settled(Collection<Outcome> ended) {
        List<RoutedEntry> routed = routed(ended);
        metrics.routed(routed, clock.instant());
        routed.forEach(r -> {
            breaker.worked(r.entry());
            log.info("{} routed to {} in {} ms", r.entry().event(), r.destinations(), r.millis());
        });
        failed(ended).forEach(this::settled);
        breaker.takeMended().forEach(this::bringForward);
        if (ended.stream().anyMatch(GivenBack.class::isInstance)) {
            due.run();
        }
    }

    private void settled(FailedEntry failed) {
        Entry entry = failed.entry();
        metrics.failed(entry);
        if (failed.next().isPresent()) {
            log.warn(
                    "{} failed (attempt {}), due again at {}: {}",
                    entry.event(),
                    entry.attempts(),
                    clock.instant().plus(failed.next().get()),
                    failed.error());
        } else {
            metrics.dead(entry.type());
            log.error("{} is dead after {} attempts: {}", entry.event(), entry.attempts(), failed.error());
        }
    }

    private void bringForward(String type) {
        // Those far on in their schedule keep to it: they may fail for a reason of their own.
        int retries = outcomes.bringForward(type, settings.retry().maxAttempts() / 2);
        log.info("{} was out of order: {} of its events that waited for a retry are due now", type, retries);
        due.run();
    }

    private static List<RoutedEntry> routed(Collection<Outcome> ended) {
        return of(ended, Routed.class).stream().map(Routed::routed).toList();
    }

    private static List<FailedEntry> failed(Collection<Outcome> ended) {
        return of(ended, Failed.class).stream().map(Failed::failed).toList();
    }

    private static <T> List<T> of(Collection<Outcome> ended, Class<T> kind) {
        return ended.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** Sets DEAD what took the process down with each of its attempts. */
    void giveUpExhausted() {
        outcomes.giveUpExhausted(settings.retry().maxAttempts(), MOST_CRASHES).forEach(event -> {
            metrics.dead(event.type());
            log.error("{} is dead: the gateway stopped while routing it", event);
        });
    }
}
