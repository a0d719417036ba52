package io.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts an embedded server again that has ended by itself. A full disk ends PostgreSQL and the broker for good; it waits
 * for room then, and says once what is full. Tries for as long as the gateway runs, at first every second, later every
 * 30 s.
 */
final class KeptRunning implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeptRunning.class);
    private static final long FIRST_PAUSE = TimeUnit.SECONDS.toMillis(1);
    private static final long LAST_PAUSE = TimeUnit.SECONDS.toMillis(30);
    private static final long STOP_MILLIS = TimeUnit.SECONDS.toMillis(10);

    /** A server that can be started again on the same ports. */
    interface Server {
        /** As the log calls it, such as {@code The embedded broker}. */
        String name();

        boolean isRunning();

        /** @throws Exception when it does not start; says why */
        void startAgain() throws Exception;

        /** Why it has ended, as far as it is known, or where to look. */
        String lastError();
    }

    private final Server server;
    private final FreeSpace space;
    private final Thread thread;
    private long pause = FIRST_PAUSE;
    private boolean down;
    private boolean full;

    /** @param folder where the server keeps its data */
    KeptRunning(Server server, Path folder) {
        this.server = server;
        this.space = new FreeSpace(folder);
        this.thread = new Thread(this::watch, "kept-running");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                TimeUnit.MILLISECONDS.sleep(pause);
                look();
            }
        } catch (InterruptedException e) {
            log.debug("{} is kept running no longer", server.name());
        }
    }

    private void look() throws InterruptedException {
        checkSpace();
        if (server.isRunning()) {
            pause = FIRST_PAUSE;
            return;
        }
        if (!down) {
            down = true;
            log.error("{} has ended ({}): it is started again{}", server.name(), server.lastError(), when());
        }
        if (!full) {
            startAgain();
        }
    }

    private String when() {
        return full ? " once there is room on its disk" : "";
    }

    private void checkSpace() {
        try {
            boolean before = full;
            full = space.isLow();
            if (full && !before) {
                log.error("{}", space.describe());
            } else if (before && !full) {
                log.info("There is room again for {}", space.folder());
            }
        } catch (IOException e) {
            log.debug("Free space is not known", e);
        }
    }

    private void startAgain() throws InterruptedException {
        try {
            server.startAgain();
            down = false;
            log.info("{} runs again", server.name());
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            pause = Math.min(LAST_PAUSE, pause * 2);
            log.error("{} does not start: {}; next try in {} s", server.name(), e.getMessage(), pause / 1000);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        try {
            thread.join(STOP_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
