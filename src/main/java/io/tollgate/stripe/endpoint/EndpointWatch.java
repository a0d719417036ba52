package io.tollgate.stripe.endpoint;

import io.tollgate.inbox.EventTypes;
import io.tollgate.inbox.WantedTypes;
import io.tollgate.stripe.StripeCall;
import io.tollgate.stripe.StripeKey;
import io.tollgate.stripe.StripeKeys;
import io.tollgate.stripe.StripeRefused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks once an hour whether the endpoints that {@code ./tollgate endpoint} has made are enabled, and send what the flows want. */
final class EndpointWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EndpointWatch.class);
    private static final Duration INTERVAL = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofSeconds(10);

    private final StripeKeys keys;
    private final EndpointCalls snapshots;
    private final EndpointCalls thin;
    private final WantedTypes wanted;
    private final EndpointNews news;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "stripe-endpoints");
        thread.setDaemon(true);
        return thread;
    });

    EndpointWatch(StripeKeys keys, EndpointCalls snapshots, EndpointCalls thin, WantedTypes wanted, EndpointNews news) {
        this.keys = keys;
        this.snapshots = snapshots;
        this.thin = thin;
        this.wanted = wanted;
        this.news = news;
    }

    EndpointWatch start() {
        goOnAfter(SOON);
        return this;
    }

    private void goOnAfter(Duration delay) {
        if (!timer.isShutdown()) {
            timer.schedule(this::lookAndGoOn, delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void lookAndGoOn() {
        Duration next = INTERVAL;
        try {
            next = look() ? INTERVAL : SOON;
        } catch (Throwable t) {
            // an Error too: whoever looks must go on looking
            log.warn("Stripe's endpoints cannot be looked at: {}", t.getMessage());
        } finally {
            goOnAfter(next);
        }
    }

    /** @return false as long as no routes run, so that nobody knows what they want */
    boolean look() {
        List<StripeKey> all = keys.all();
        Set<String> types = wanted.now();
        if (!all.isEmpty() && types.isEmpty()) {
            return false;
        }
        all.forEach(key -> look(key, types));
        return true;
    }

    private void look(StripeKey key, Set<String> types) {
        try {
            news.report(key, ours(key, types), types);
        } catch (StripeRefused e) {
            news.refused(key, e);
        } catch (RuntimeException e) {
            log.debug("{}: not looked at", key, e);
        }
    }

    /** Of thin ones Stripe is asked only where a flow wants thin events. */
    private List<StripeEndpoint> ours(StripeKey key, Set<String> types) {
        StripeCall call = StripeCall.of(key);
        List<StripeEndpoint> all = new ArrayList<>(snapshots.list(call));
        if (types.stream().anyMatch(EventTypes::isThin)) {
            all.addAll(thin.list(call));
        }
        return all.stream().filter(endpoint -> isOf(key, endpoint)).toList();
    }

    /** Two accounts may have endpoints of one name. */
    private boolean isOf(StripeKey key, StripeEndpoint endpoint) {
        return endpoint.name()
                .flatMap(name -> keys.of(name, key.livemode()))
                .filter(key::equals)
                .isPresent();
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
