package io.tollgate.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.ToIntFunction;

/** Work in steps, which Ctrl-C ends after the step that it is in. */
final class UntilStopped {
    private static final long STOP_SECONDS = 20;

    private UntilStopped() {}

    /** @param work asks between two steps whether it is to stop; returns the exit code */
    static int run(ToIntFunction<BooleanSupplier> work) {
        AtomicBoolean stop = new AtomicBoolean();
        CountDownLatch ended = new CountDownLatch(1);
        Thread onSignal = new Thread(() -> {
            stop.set(true);
            await(ended);
        });
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            return work.applyAsInt(stop::get);
        } finally {
            ended.countDown();
            if (!stop.get()) {
                Runtime.getRuntime().removeShutdownHook(onSignal);
            }
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            ended.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
