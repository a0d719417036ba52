package io.tollgate.routing.queue;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.jms.JmsComponent;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.spi.annotations.Component;

/** The {@code jms:} of flows: its settings and what it sends. */
@Component("jms")
public final class Queues extends JmsComponent {
    private final Redelivery defaults;
    private final QueueParts parts;

    public Queues(QueueParts parts) {
        super(new QueueSettings(parts));
        defaults = parts.redelivery().redelivery();
        setExceptionListener(parts.readersAway());
        this.parts = parts;
        setAutowiredEnabled(false);
        // on the thread that has taken the message, whatever the flow goes on with
        setEagerLoadingOfProperties(true);
        setLazyCreateTransactionManager(false);
        setCacheLevelName("CACHE_CONSUMER");
        // by default a consumer that is told to stop, at a reload or a shutdown, notices after up to a second
        setReceiveTimeout(250);
        setErrorHandlerLogStackTrace(false);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        Redelivery redelivery = defaults.with(parameters);
        Redelivery.OPTIONS.forEach(parameters::remove);
        Endpoint endpoint = super.createEndpoint(uri, remaining, parameters);
        if (endpoint instanceof JmsEndpoint jms) {
            ((QueueSettings) jms.getConfiguration()).setRedelivery(redelivery);
            jms.setBinding(new TextBinding(jms, parts));
        }
        return endpoint;
    }
}
