package io.tollgate.operations;

import io.tollgate.forget.BrokerSide;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.Set;
import java.util.function.Supplier;

/** The broker of a gateway, and the queues of the routes that run. */
record GatewaysBroker(ShortConnections broker, Supplier<Set<String>> ofTheRoutes) implements BrokerSide {
    @Override
    public Connection open() throws JMSException {
        return broker.open();
    }

    @Override
    public Set<String> queues() {
        return ofTheRoutes.get();
    }
}
