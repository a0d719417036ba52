package io.tollgate.webhook;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.SigningSecrets;
import io.tollgate.inbox.SigningSecrets.Modes;
import io.tollgate.inbox.SigningSecrets.Uses;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts which secrets have signed. It is kept in memory and reported to the database every few seconds, so no request waits for
 * it; a crash loses what came since the last report, and a database that is away gets it later.
 */
final class SecretUses implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(SecretUses.class);
    private static final int EVERY_SECONDS = 3;
    private static final long LONGEST_FAREWELL_MILLIS = 1000;
    private static final String METRIC = "tollgate.webhook.secret.uses";

    private final EndpointSecrets secrets;
    private final SigningSecrets reports;
    private final MeterRegistry registry;
    private final String gateway;
    private final Map<Key, Tally> tallies = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "secret-uses");
        thread.setDaemon(true);
        return thread;
    });

    private record Key(String endpoint, String fingerprint) {}

    /** @param gateway its name among those on this database */
    SecretUses(EndpointSecrets secrets, SigningSecrets reports, String gateway, MeterRegistry registry) {
        this.secrets = secrets;
        this.reports = reports;
        this.registry = registry;
        this.gateway = gateway;
        // before the first one counts, so that a rate sees it
        secrets.all().forEach((endpoint, its) -> its.forEach(secret -> tally(endpoint, secret)));
    }

    /** Reports from here on. */
    SecretUses start() {
        timer.scheduleWithFixedDelay(this::reportOrWait, 0, EVERY_SECONDS, TimeUnit.SECONDS);
        return this;
    }

    /**
     * @param fitting all that have signed an event that is let in; one or more
     * @param livemode of the event; null when it does not say
     */
    void count(String endpoint, List<Secret> fitting, Boolean livemode, Instant now) {
        for (Secret secret : fitting) {
            tally(endpoint, secret).add(now, fitting.size() == 1, livemode);
        }
    }

    /** Of the events that the endpoint's secrets have verified. */
    Modes modes(String endpoint) {
        List<Modes> all = secrets.of(endpoint).stream()
                .map(secret -> tally(endpoint, secret).modes())
                .toList();
        return new Modes(all.stream().anyMatch(Modes::live), all.stream().anyMatch(Modes::test));
    }

    /** Tells the database what was counted since the last time, and which secrets there are. */
    synchronized void report() {
        Map<String, List<Secret>> now = secrets.all();
        now.forEach((endpoint, its) -> its.forEach(secret -> report(endpoint, secret)));
        reports.forget();
        Set<Key> there = now.entrySet().stream()
                .flatMap(its -> its.getValue().stream().map(secret -> new Key(its.getKey(), secret.fingerprint())))
                .collect(Collectors.toSet());
        tallies.keySet().stream().filter(key -> !there.contains(key)).toList().forEach(this::reportLast);
    }

    /** Of one that was taken away, which a request may have used meanwhile. */
    private void reportLast(Key key) {
        Tally tally = tallies.get(key);
        report(key.endpoint(), tally.secret());
        tallies.remove(key);
        registry.remove(tally.counter());
    }

    private void report(String endpoint, Secret secret) {
        Tally tally = tally(endpoint, secret);
        Uses more = tally.take();
        try {
            tally.seen(reports.report(gateway, endpoint, secret.fingerprint(), secret.source(), more));
        } catch (RuntimeException e) {
            tally.giveBack(more);
            throw e;
        }
    }

    private Tally tally(String endpoint, Secret secret) {
        return tallies.computeIfAbsent(
                new Key(endpoint, secret.fingerprint()), key -> new Tally(secret, counter(endpoint, secret)));
    }

    private Counter counter(String endpoint, Secret secret) {
        return Counter.builder(METRIC)
                .description("Signatures of events that were let in, by the secrets that they fit")
                .tags("endpoint", endpoint, "fingerprint", secret.fingerprint())
                .register(registry);
    }

    private void reportOrWait() {
        try {
            report();
        } catch (Throwable t) {
            // One that comes out would end the timer.
            log.debug("What the secrets were used for is reported later: {}", Failures.oneLine(t));
        }
    }

    /** Tells what is left, but waits for no database that does not answer: a stop has no time for it. */
    @Override
    public void close() {
        if (timer.isShutdown()) {
            return;
        }
        timer.execute(this::reportOrWait);
        timer.shutdown();
        try {
            timer.awaitTermination(LONGEST_FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        timer.shutdownNow();
    }
}
