package io.tollgate.warmup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Works through the path of an event with events of nobody before the gateway is ready, so that the first ones of Stripe
 * find code that is loaded and compiled. Spring Boot publishes readiness when its runners have ended. A warm-up that fails
 * is left out; the start never does for its sake.
 */
@Component
final class WarmUpRunner implements ApplicationRunner {
    private static final Logger log = LoggerFactory.getLogger(WarmUpRunner.class);
    /** The last part is for the answers to what is under way. */
    private static final double SENDING = 0.9;

    private final WarmUp warmUp;
    private final WarmUpTarget target;
    private final Duration time;
    private final Clock clock;
    private final Environment environment;

    WarmUpRunner(
            WarmUp warmUp, WarmUpTarget target, WarmUpProperties properties, Clock clock, Environment environment) {
        this.warmUp = warmUp;
        this.target = target;
        this.time = properties.warmUp();
        this.clock = clock;
        this.environment = environment;
    }

    /** Takes {@code tollgate.warm-up} at most. */
    @Override
    public void run(ApplicationArguments arguments) {
        long start = System.nanoTime();
        Integer port = environment.getProperty("local.server.port", Integer.class);
        if (time.isZero() || port == null) {
            return;
        }
        try {
            int connections = target.connections(OwnEvent.MOST_BYTES);
            if (connections > 0) {
                OwnEvent event = OwnEvent.of(clock.instant().getEpochSecond());
                run(event, new InetSocketAddress(address(), port), connections, start);
            }
        } catch (IOException | RuntimeException e) {
            notWarmedUp(e.toString());
        }
    }

    private void run(OwnEvent event, InetSocketAddress address, int connections, long start) {
        String path = environment.getProperty("server.servlet.context-path", "") + target.path();
        Load load = new Load(warmUp, target, event, address, path, start + (long) (SENDING * time.toNanos()));
        warmUp.open();
        CompletableFuture<Void> over =
                load.start(connections).whenComplete((nothing, failure) -> closeUnlessFailed(load));
        try {
            over.get(time.toNanos() - (System.nanoTime() - start), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            log.debug("A request of the warm-up is still under way");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (load.failure() == null && load.answered() > 0) {
            log.info("Warmed up with {} events of nobody, of which nothing is kept", load.answered());
        } else {
            notWarmedUp(
                    load.failure() == null ? "no event was answered in " + time.toMillis() + " ms" : load.failure());
        }
    }

    /** A request without an answer may be verified later still, and is nobody's then too. */
    private void closeUnlessFailed(Load load) {
        if (load.failure() == null) {
            warmUp.close();
        }
    }

    private static void notWarmedUp(String why) {
        log.info("Not warmed up, so the first events take longer: {}", why);
    }

    /** The address it listens on: no other process can have that one, and so nobody else is sent what we sign. */
    private InetAddress address() {
        InetAddress own = environment.getProperty("server.address", InetAddress.class);
        return own == null || own.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : own;
    }
}
