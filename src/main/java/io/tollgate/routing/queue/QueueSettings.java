package io.tollgate.routing.queue;

import org.apache.camel.component.jms.ConsumerType;
import org.apache.camel.component.jms.EndpointMessageListener;
import org.apache.camel.component.jms.JmsConfiguration;
import org.apache.camel.component.jms.JmsEndpoint;
import org.springframework.jms.listener.AbstractMessageListenerContainer;
import org.springframework.jms.listener.DefaultMessageListenerContainer;

/**
 * How flows use queues. A flow that fails keeps its message, unless it says {@code transacted=false}: by default it would be
 * gone. Java objects are neither taken nor sent. They answer nobody: a message that names a queue for its
 * reply would get what the flow made of it, and would turn each send of the flow into a request that waits for an answer.
 */
final class QueueSettings extends JmsConfiguration {
    /** Null where nobody says. */
    private Boolean transacted;

    private final QueueParts parts;
    private Redelivery redelivery;

    QueueSettings(QueueParts parts) {
        this.parts = parts;
        this.redelivery = parts.redelivery().redelivery();
    }

    /** Of the queue that the endpoint is for. */
    void setRedelivery(Redelivery redelivery) {
        this.redelivery = redelivery;
    }

    Redelivery redelivery() {
        return redelivery;
    }

    @Override
    public void setTransacted(boolean transacted) {
        super.setTransacted(transacted);
        this.transacted = transacted;
    }

    /** Whether a flow that starts at the queue takes each message in a transaction; a send has that of its relay or flow. */
    @Override
    public boolean isTransacted() {
        return transacted == null || transacted;
    }

    @Override
    protected void configureMessageListenerContainer(AbstractMessageListenerContainer container, JmsEndpoint endpoint) {
        super.configureMessageListenerContainer(container, endpoint);
        container.setSessionTransacted(isTransacted());
        if (container instanceof DefaultMessageListenerContainer listener) {
            // whatever an endpoint says: a consumer that is closed after each message gives what waits back at once
            listener.setCacheLevel(DefaultMessageListenerContainer.CACHE_CONSUMER);
        }
    }

    /** Whatever an endpoint says: no other language reads them, and to read one runs what its sender chose. */
    @Override
    public boolean isObjectMessageEnabled() {
        return false;
    }

    /** A message that was taken is made anew before it is sent on: a flow that has looked at it sends the same as one that has not. */
    @Override
    public boolean isAlwaysCopyMessage() {
        return !isForceSendOriginalMessage();
    }

    /** Whichever an endpoint asks for: only this one refuses a Java object. */
    @Override
    public AbstractMessageListenerContainer chooseMessageListenerContainerImplementation(
            JmsEndpoint endpoint, ConsumerType type) {
        return new QueueListener(endpoint, parts);
    }

    @Override
    public void configureMessageListener(EndpointMessageListener listener) {
        super.configureMessageListener(listener);
        listener.setDisableReplyTo(true);
    }
}
