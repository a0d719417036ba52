package io.tollgate.cli;

import io.tollgate.BrokerUrl;
import io.tollgate.InvalidConfiguration;
import io.tollgate.deadletter.BrokerFailure;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.command.BrokerId;
import org.apache.activemq.command.BrokerInfo;

/**
 * Connections to the broker that is meant, and to no other.
 *
 * @param id of the broker that has to answer; null for any
 */
record BrokerConnections(ActiveMQConnectionFactory factory, String id) {
    /** Of the broker, without a password. */
    String address() {
        return BrokerUrl.shown(factory.getBrokerURL());
    }

    /**
     * A connection that is started already, so that a broker that is away, refuses it or is another one is known at once.
     *
     * @throws InvalidConfiguration then; names its address and the way out
     */
    Connection open() {
        ActiveMQConnection connection = null;
        try {
            connection = (ActiveMQConnection) factory.createConnection();
            connection.start();
            if (id == null || id.equals(idOf(connection))) {
                return connection;
            }
        } catch (JMSException e) {
            close(connection);
            throw new InvalidConfiguration(BrokerFailure.of(e, address()).getMessage(), e);
        }
        close(connection);
        throw new InvalidConfiguration(
                "At " + address() + " answers another broker than the embedded one of TOLLGATE_DATA"
                        + " (tollgate.data), whose gateway runs no longer: start that gateway, or set SPRING_ACTIVEMQ_BROKER_URL"
                        + " (spring.activemq.broker-url) to the broker that you mean.");
    }

    private static String idOf(ActiveMQConnection connection) {
        // waits for what the broker says of itself
        connection.getBrokerName();
        BrokerInfo told = connection.getBrokerInfo();
        BrokerId broker = told == null ? null : told.getBrokerId();
        return broker == null ? null : broker.getValue();
    }

    private static void close(Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (JMSException e) {
                // It is of no use in any case.
            }
        }
    }
}
