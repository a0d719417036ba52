package io.tollgate.operations;

import io.tollgate.inbox.Replays;
import io.tollgate.inbox.Replays.Result;
import io.tollgate.text.Reason;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replays by a filter, behind the back of who asked: one after the other, and few wait. One that is stopped, by the end of its gateway too,
 * stands in {@code tollgate.replay} with how far it came, and another may go on after that.
 */
public class ReplaysBehind implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ReplaysBehind.class);
    private static final int WAITING = 4;
    private static final long STOP_SECONDS = 2;

    private final Replays replays;
    private final Set<Long> going = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING), task -> {
                Thread one = new Thread(task, "replays");
                one.setDaemon(true);
                return one;
            });
    private volatile boolean stopped;

    ReplaysBehind(Replays replays) {
        this.replays = replays;
    }

    /** Whether another one would be taken. */
    public boolean hasRoom() {
        return !stopped && thread.getQueue().remainingCapacity() > 0;
    }

    /** Whether it waits or runs at this gateway. */
    public boolean isGoing(long id) {
        return going.contains(id);
    }

    /** @return false when too many wait; then it is as one that was stopped */
    public boolean start(Result begun, boolean again) {
        going.add(begun.id());
        try {
            thread.execute(() -> run(begun, again));
            return true;
        } catch (RejectedExecutionException e) {
            going.remove(begun.id());
            return false;
        }
    }

    private void run(Result begun, boolean again) {
        try {
            Result result = replays.goOn(begun, again, () -> stopped, progress -> {});
            log.info(
                    "Replay {} has set back {} events{}",
                    result.id(),
                    result.replayed(),
                    result.complete() ? "" : ", and was stopped after " + result.lastId());
        } catch (RuntimeException e) {
            log.warn("Replay {} has ended early, see ./tollgate replay --after: {}", begun.id(), Reason.of(e));
        } finally {
            going.remove(begun.id());
        }
    }

    @Override
    public void close() {
        stopped = true;
        thread.shutdown();
        try {
            thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
