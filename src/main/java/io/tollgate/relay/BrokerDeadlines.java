package io.tollgate.relay;

import java.time.Duration;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.springframework.boot.activemq.autoconfigure.ActiveMQConnectionFactoryCustomizer;

/**
 * Bounds everything that waits for the broker. Without these a frozen broker holds a commit's reply, and flow control a
 * socket write, for ever. The send timeout stays off: with one, ActiveMQ's client waits for a reply to each send of a
 * transaction, where the reply to the commit is enough.
 */
public final class BrokerDeadlines implements ActiveMQConnectionFactoryCustomizer {
    private final int millis;

    /** @param timeout for a connect, a request and a write each */
    public BrokerDeadlines(Duration timeout) {
        this.millis = (int) timeout.toMillis();
    }

    @Override
    public void customize(ActiveMQConnectionFactory factory) {
        factory.setConnectResponseTimeout(millis);
        factory.setRequestTimeout(millis);
        factory.setCloseTimeout(millis);
        String url = factory.getBrokerURL();
        if (url.matches("(tcp|nio|ssl|nio\\+ssl)://.*")) {
            url = withDefault(url, "connectionTimeout");
            url = withDefault(url, "soWriteTimeout");
            factory.setBrokerURL(url);
        } else if (url.startsWith("failover:")) {
            url = withDefault(url, "nested.connectionTimeout");
            url = withDefault(url, "nested.soWriteTimeout");
            factory.setBrokerURL(url);
        }
    }

    private String withDefault(String url, String option) {
        return url.contains(option + "=") ? url : url + (url.contains("?") ? "&" : "?") + option + "=" + millis;
    }
}
