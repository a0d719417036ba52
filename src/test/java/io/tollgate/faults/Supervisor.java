package io.tollgate.faults;

import io.tollgate.support.GatewayProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.awaitility.Awaitility;

/** Starts a gateway again whenever it has ended, as systemd would. */
final class Supervisor implements AutoCloseable {
    private final GatewayProcess gateway;
    private final Thread thread = new Thread(this::watch, "supervisor");
    private volatile int restarts;

    Supervisor(GatewayProcess gateway) {
        this.gateway = gateway;
        thread.start();
    }

    private void watch() {
        try {
            while (true) {
                gateway.process().waitFor();
                gateway.launch();
                restarts++;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int restarts() {
        return restarts;
    }

    /** Leaves the gateway as it is. */
    @Override
    public void close() {
        thread.interrupt();
        Awaitility.await("the supervisor's end").until(() -> !thread.isAlive());
    }
}
