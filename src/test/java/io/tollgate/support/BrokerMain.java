package io.tollgate.support;

import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;

/** The broker of {@code docker/activemq/activemq.xml}, with the settings given as system properties. */
final class BrokerMain {
    private BrokerMain() {}

    public static void main(String[] args) throws Exception {
        BrokerService broker = BrokerFactory.createBroker("xbean:file:docker/activemq/activemq.xml", true);
        broker.waitUntilStarted();
        broker.waitUntilStopped();
    }
}
