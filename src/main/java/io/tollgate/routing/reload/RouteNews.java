package io.tollgate.routing.reload;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.RoutesAtStart;
import io.tollgate.inbox.RouteSets;
import io.tollgate.inbox.RouteSets.Result;
import io.tollgate.routing.RouteSet;
import io.tollgate.routing.check.Finding;
import io.tollgate.text.Visible;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Says what became of each set that was found in the folder: in the log, the database, the health and the metrics. */
public final class RouteNews implements HealthIndicator, RoutesAtStart {
    private static final Logger log = LoggerFactory.getLogger(RouteNews.class);

    private final String gateway;
    private final RouteSets decisions;
    private final MeterRegistry metrics;
    private final CompletableFuture<Optional<String>> atStart = new CompletableFuture<>();
    private volatile String inEffect;
    private volatile List<String> refused = List.of();
    private String waits;
    private String notKept;

    RouteNews(String gateway, RouteSets decisions, MeterRegistry metrics) {
        this.gateway = gateway;
        this.decisions = decisions;
        this.metrics = metrics;
        Gauge.builder("tollgate.routes.refused", () -> refused.isEmpty() ? 0 : 1)
                .description("1 while the routes in the folder are refused, and others run or none")
                .register(metrics);
    }

    void taken(RouteSet routes) {
        routes.warnings().forEach(warning -> log.warn("routes {}: {}", routes.hash(), warning));
        log.info(
                "routes {} are in effect{}", routes.hash(), inEffect == null ? "" : ", in place of routes " + inEffect);
        inEffect = routes.hash();
        decided(routes.hash(), Result.TAKEN, routes.warnings());
        refused = List.of();
        atStart.complete(Optional.empty());
    }

    /** The folder holds again what runs. */
    void asBefore() {
        if (!refused.isEmpty()) {
            log.info("routes {} stay in effect, the folder holds them again", inEffect);
            decided(inEffect, Result.TAKEN, List.of());
            refused = List.of();
        }
    }

    void refused(String hash, List<Finding> findings) {
        findings.forEach(finding ->
                log.atLevel(finding.isError() ? Level.ERROR : Level.WARN).log("routes {}: {}", hash, finding));
        refused = findings.stream()
                .filter(Finding::isError)
                .map(Finding::toString)
                .toList();
        log.error(
                "routes {} were refused: {}",
                hash,
                inEffect == null
                        ? "no event is routed until they are corrected; events are stored meanwhile"
                        : "routes " + inEffect + " stay in effect until they are corrected");
        decided(hash, Result.REFUSED, findings);
    }

    /** Once it is also known whether there were last good ones. */
    void refusedAtStart() {
        atStart.complete(Optional.of(
                inEffect == null
                        ? "refused: no event is routed until they are corrected; ./tollgate check says why"
                        : "refused: the last good ones, " + inEffect + ", are in effect; ./tollgate check says why"));
    }

    @Override
    public CompletableFuture<Optional<String>> decided() {
        return atStart;
    }

    /** At a start, when what is in the folder was refused. */
    void lastGood(RouteSet routes) {
        inEffect = routes.hash();
        log.error("routes {} are in effect, the last good ones, and not those in the folder", routes.hash());
    }

    void tablesNotTakenBack(String hash, String why) {
        log.error("routes {} stay in effect, but the tables are those of the refused ones: {}", hash, why);
    }

    /** Said once a set. */
    void notKept(String hash, IOException failure) {
        if (hash.equals(notKept)) {
            return;
        }
        notKept = hash;
        log.warn(
                "routes {} cannot be kept in the data folder ({}), so a start whose routes are refused would have none:"
                        + " let tollgate.data (TOLLGATE_DATA) be a folder that can be written",
                hash,
                failure.toString());
    }

    void noLastGood(String why) {
        log.error("the last good routes cannot be used either: {}", why);
    }

    /** Said once, until something is decided. */
    void waits(String hash, String why) {
        if (!hash.equals(waits)) {
            log.warn("routes {} are not taken yet, and tried again: {}", hash, why);
            waits = hash;
        }
    }

    private void decided(String hash, Result result, List<Finding> findings) {
        waits = null;
        metrics.counter("tollgate.routes.decided", "result", result.name().toLowerCase(Locale.ROOT))
                .increment();
        try {
            decisions.record(
                    gateway,
                    hash,
                    result,
                    findings.stream().map(Finding::toString).toList());
        } catch (DataAccessException | TransactionException e) {
            log.warn("routes {}: the database does not know what was decided, it is away", hash);
        }
    }

    @Override
    public Health health() {
        Health.Builder health = inEffect == null ? Health.down() : Health.up().withDetail("inEffect", inEffect);
        return refused.isEmpty()
                ? health.build()
                : health.withDetail("refused", Visible.all(refused)).build();
    }
}
