package io.tollgate.routing.queue;

import io.tollgate.inbox.QueueFailures.Place;
import io.tollgate.text.Reason;
import io.tollgate.text.Visible;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A message that a flow takes: which event it is about, and which try it is. */
record Tried(Message message, int tries) {
    static Tried of(Message message) throws JMSException {
        return new Tried(
                message, message.propertyExists("JMSXDeliveryCount") ? message.getIntProperty("JMSXDeliveryCount") : 1);
    }

    String id() {
        try {
            return String.valueOf(message.getJMSMessageID());
        } catch (JMSException e) {
            return "";
        }
    }

    /** Id and type of the event; of what is about none, the message's own id. */
    String name() {
        try {
            String event = message.getStringProperty(MessageContract.EVENT_ID);
            String type = message.getStringProperty(MessageContract.EVENT_TYPE);
            return Visible.of(
                    event == null ? "Message " + message.getJMSMessageID() : type == null ? event : event + " " + type);
        } catch (JMSException e) {
            return "A message";
        }
    }

    /** Empty for a message that is about no event. */
    Optional<Place> place(String route) {
        try {
            String event = message.getStringProperty(MessageContract.EVENT_ID);
            return event == null || !Visible.isSeen(event)
                    ? Optional.empty()
                    : Optional.of(new Place(event, route, DeadLetters.name(message.getJMSDestination()), id()));
        } catch (JMSException e) {
            return Optional.empty();
        }
    }

    /** Fit for a log: nothing of the payload is in it. */
    String reason(Throwable failure) {
        return Reason.of(failure, payload());
    }

    long bytes() {
        return payload().stream().mapToLong(bytes -> bytes.length).sum();
    }

    private List<byte[]> payload() {
        try {
            if (message instanceof BytesMessage bytes) {
                return Collections.singletonList(bytes.getBody(byte[].class));
            }
            String text = message instanceof TextMessage body ? body.getText() : message.toString();
            return List.of(String.valueOf(text).getBytes(StandardCharsets.UTF_8));
        } catch (JMSException e) {
            return List.of();
        }
    }
}
