package io.tollgate.embedded;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.TransportConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ActiveMQ broker of our own on 127.0.0.1, for OpenWire and STOMP. Persistent messages survive a restart, the death of
 * this JVM and a power cut. A queue without a consumer grows on disk; it never stops a producer. A message of queue
 * {@code q} that cannot be delivered goes to queue {@code DLQ.q}. Can be stopped and started again, on the same ports. While it
 * runs, {@link RunningBroker} tells other processes where.
 */
public final class EmbeddedBroker implements KeptRunning.Server {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final Path directory;
    private int openwirePort;
    private int stompPort;
    private BrokerService broker;

    /**
     * @param directory where the messages are kept; made when it is missing
     * @param openwirePort 0 for a free one, which then stays the same
     * @param stompPort 0 for a free one, which then stays the same
     */
    public EmbeddedBroker(Path directory, int openwirePort, int stompPort) {
        this.directory = directory;
        this.openwirePort = openwirePort;
        this.stompPort = stompPort;
    }

    /** @throws InvalidConfiguration when a port is taken, or another broker uses the directory; says the way out */
    public synchronized void start() {
        FreePort.require(openwirePort, "broker's OpenWire", "tollgate.embedded.openwire-port");
        FreePort.require(stompPort, "broker's STOMP", "tollgate.embedded.stomp-port");
        BrokerService starting = null;
        try {
            starting = BrokerSettings.of(directory);
            TransportConnector openwire = starting.addConnector("tcp://127.0.0.1:" + openwirePort);
            TransportConnector stomp = starting.addConnector("stomp://127.0.0.1:" + stompPort);
            starting.start();
            starting.waitUntilStarted();
            openwirePort = openwire.getConnectUri().getPort();
            stompPort = stomp.getConnectUri().getPort();
            new RunningBroker(url(), starting.getBroker().getBrokerId().getValue()).note(directory);
            broker = starting;
        } catch (Exception e) {
            stopQuietly(starting);
            throw new InvalidConfiguration(
                    "The embedded broker did not start on " + directory + " (" + e.getMessage() + "): free what it"
                            + " names, or set SPRING_ACTIVEMQ_BROKER_URL (spring.activemq.broker-url) to a broker of"
                            + " yours.",
                    e);
        }
    }

    /** Disconnects everyone and waits until what was acknowledged is on disk. Does nothing when it is not running. */
    public synchronized void stop() {
        if (broker != null) {
            forget();
        }
        stopQuietly(broker);
        broker = null;
    }

    /** A note that stays names a broker that is not there. */
    private void forget() {
        try {
            RunningBroker.forget(directory);
        } catch (IOException e) {
            log.warn("The address of the embedded broker stays noted beside {}: {}", directory, e.toString());
        }
    }

    private static void stopQuietly(BrokerService service) {
        if (service == null) {
            return;
        }
        try {
            service.stop();
            service.waitUntilStopped();
        } catch (Exception e) {
            throw new IllegalStateException("The embedded broker did not stop", e);
        }
    }

    @Override
    public String name() {
        return "The embedded broker";
    }

    /** It stops itself when it cannot write. */
    @Override
    public synchronized boolean isRunning() {
        return broker != null && !broker.isStopped();
    }

    @Override
    public synchronized void startAgain() {
        stop();
        start();
    }

    @Override
    public String lastError() {
        return "see the lines above";
    }

    /** What clients connect to, such as {@code tcp://127.0.0.1:61616}. */
    public synchronized String url() {
        return "tcp://127.0.0.1:" + openwirePort;
    }

    public synchronized int openwirePort() {
        return openwirePort;
    }

    public synchronized int stompPort() {
        return stompPort;
    }
}
