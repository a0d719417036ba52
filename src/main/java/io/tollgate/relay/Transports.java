package io.tollgate.relay;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.Socket;
import org.apache.activemq.ActiveMQConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Cuts connections to a broker that does not answer. */
final class Transports {
    private static final Logger log = LoggerFactory.getLogger(Transports.class);

    private Transports() {}

    /** Ends whatever waits for this connection, without a word to the broker. Null is none. May block. */
    static void stop(Connection hanging) {
        try {
            if (hanging instanceof ActiveMQConnection activemq) {
                cut(activemq.getTransport().narrow(Socket.class));
                activemq.getTransport().stop();
            } else if (hanging != null) {
                hanging.close();
            }
        } catch (Exception e) {
            log.debug("Stopping a JMS transport", e);
        }
    }

    /** Stopping a transport over failover or TLS would wait for the very write that hangs. */
    private static void cut(Socket socket) throws IOException {
        if (socket != null) {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    /** The same, and closes it. */
    static void close(Connection lost) {
        stop(lost);
        try {
            if (lost != null) {
                lost.close();
            }
        } catch (JMSException | RuntimeException e) {
            log.debug("Closing a lost JMS connection", e);
        }
    }
}
