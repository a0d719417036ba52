package io.tollgate.bench.peers;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;

/** What the benchmark says to a peer, in its environment. */
final class Setting {
    static final String QUEUE = "stripe.payments.succeeded";
    static final String ID = "stripeEventId";

    private Setting() {}

    static String of(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException(name + " is not set: bench/run starts this");
        }
        return value;
    }

    /** One connection of which every thread has a session, as the pool does by itself. */
    static ConnectionFactory broker() {
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(
                new ActiveMQConnectionFactory(of("BROKER_USER"), of("BROKER_PASSWORD"), of("BROKER_URL")));
        pool.start();
        return pool;
    }
}
