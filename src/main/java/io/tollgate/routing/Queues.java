package io.tollgate.routing;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.spi.annotations.Component;

/** The {@code jms:} of flows: its settings and what it sends. */
@Component("jms")
final class Queues extends JmsComponent {
    Queues() {
        super(new QueueSettings());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Endpoint endpoint = super.createEndpoint(uri, remaining, parameters);
        if (endpoint instanceof JmsEndpoint jms) {
            jms.setBinding(new TextBinding(jms));
        }
        return endpoint;
    }
}
