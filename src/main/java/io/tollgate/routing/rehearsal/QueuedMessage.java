package io.tollgate.routing.rehearsal;

import jakarta.jms.Destination;
import org.apache.activemq.command.ActiveMQMessage;

/** A message on its way to a queue or topic, at which a flow of the same set may start. */
record QueuedMessage(Destination destination, ActiveMQMessage message) {}
