package io.tollgate.routing.rehearsal;

import jakarta.jms.Destination;
import org.apache.activemq.command.ActiveMQMessage;

/**
 * A message on its way to a queue or topic, at which a flow of the same set may start.
 *
 * @param onStandIn whether what is in it may come of an answer that was made up
 */
record QueuedMessage(Destination destination, ActiveMQMessage message, boolean onStandIn) {}
