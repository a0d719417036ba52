package io.tollgate.routing.rehearsal;

import io.tollgate.routing.RouteSet;
import jakarta.jms.JMSException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.filter.DestinationFilter;
import org.apache.activemq.filter.MessageEvaluationContext;
import org.apache.activemq.selector.SelectorParser;
import org.apache.camel.Exchange;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.model.ModelCamelContext;

/** The flows of a set that start at a queue or a topic, each given its messages on the thread that has sent them. */
final class QueueFlows {
    private final List<Flow> flows = new ArrayList<>();
    private final OfflineBroker broker;
    private long messages;

    private record Flow(String route, String name, JmsEndpoint from) {
        /** As a broker of ActiveMQ gives it out: also by a name with wildcards, and what was sent to several at once. */
        boolean takes(QueuedMessage sent) throws JMSException {
            ActiveMQDestination to = (ActiveMQDestination) sent.destination();
            List<ActiveMQDestination> all = to.isComposite() ? List.of(to.getCompositeDestinations()) : List.of(to);
            ActiveMQDestination own = ActiveMQDestination.createDestination(
                    from.getDestinationName(),
                    from.isPubSubDomain() ? ActiveMQDestination.TOPIC_TYPE : ActiveMQDestination.QUEUE_TYPE);
            boolean isNamed = all.stream()
                    .anyMatch(one -> own.isQueue() == one.isQueue()
                                    && DestinationFilter.parseFilter(own).matches(one)
                            || isVirtual(own, one));
            return isNamed && isSelected(sent);
        }

        /** What is sent to a virtual topic comes to queues that have its name in theirs. */
        private static boolean isVirtual(ActiveMQDestination own, ActiveMQDestination to) {
            return own.isQueue()
                    && to.isTopic()
                    && to.getPhysicalName().startsWith("VirtualTopic.")
                    && own.getPhysicalName().matches("Consumer\\.[^.]+\\." + Pattern.quote(to.getPhysicalName()));
        }

        private boolean isSelected(QueuedMessage sent) throws JMSException {
            if (from.getSelector() == null) {
                return true;
            }
            MessageEvaluationContext message = new MessageEvaluationContext();
            message.setMessageReference(sent.message());
            return SelectorParser.parse(from.getSelector()).matches(message);
        }
    }

    QueueFlows(List<QueueStart> starts, ModelCamelContext context, OfflineBroker broker) {
        this.broker = broker;
        for (QueueStart start : starts) {
            if (start.uri().startsWith("jms:")
                    && context.getEndpoint(start.uri()) instanceof RehearsedEndpoint stands
                    && stands.real() instanceof JmsEndpoint from) {
                flows.add(new Flow(start.route(), start.name(), from));
            }
        }
    }

    /** One that takes a message. */
    interface Run {
        void of(String route, Exchange exchange, RouteSet through, String flow) throws JMSException;
    }

    /** Hands the message to each of them that takes it. */
    void take(QueuedMessage sent, RouteSet routes, Run run) throws JMSException {
        for (Flow flow : flows) {
            if (flow.takes(sent)) {
                run.of(flow.route(), exchange(flow, sent), routes, flow.name());
            }
        }
    }

    private Exchange exchange(Flow flow, QueuedMessage sent) throws JMSException {
        ActiveMQMessage message = (ActiveMQMessage) sent.message().copy();
        message.setJMSDestination(sent.destination());
        message.setMessageId(new MessageId("ID:rehearsal-0-0-1:1:1:1:" + ++messages));
        message.onSend();
        Exchange exchange = flow.from().createExchange(message, broker.session());
        // as its consumer does: from here on nothing is read from the message
        exchange.getMessage().getBody();
        exchange.getMessage().getHeaders();
        return exchange;
    }
}
