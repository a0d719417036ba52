package io.tollgate.deadletter;

import io.tollgate.text.PersonalData;
import io.tollgate.text.Visible;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Instant;

/**
 * A message that could not be delivered, without its body.
 *
 * @param queue the dead letter queue that it stands in
 * @param event the id of its event; null when it has none
 * @param type the event's; null when it has none
 * @param sent when it was sent to the queue that it comes from
 * @param since when it came to the dead letter queue; null when the broker does not tell
 * @param deliveries how often it was tried, as far as the broker tells
 * @param cause why it was given up, without words of its body; null when the broker does not tell
 * @param response how the other side's answer to the last try begins, which may repeat words of its body; null when it gave none
 * @param maskedResponse the same without words of its body, and without mail addresses; all of it is masked when the body is not known
 */
public record DeadLetter(
        String id,
        String queue,
        String event,
        String type,
        Instant sent,
        Instant since,
        int deliveries,
        String cause,
        String response,
        String maskedResponse) {
    static final String RESPONSE = "dlqResponse";

    /** A property of a message that was moved by sending it anew: when it was first sent, in milliseconds since 1970. */
    public static final String FIRST_SENT = "originalTimestamp";

    private static final String SINCE = "JMSActiveMQBrokerInTime";

    static DeadLetter of(Message message, DeadLetterQueue queue) throws JMSException {
        Cause cause = Cause.of(message);
        return new DeadLetter(
                message.getJMSMessageID(),
                queue.name(),
                event(message),
                type(message),
                Instant.ofEpochMilli(sent(message)),
                since(message),
                cause.deliveries(),
                cause.text(),
                Visible.of(message.getStringProperty(RESPONSE)),
                Visible.of(masked(message)));
    }

    private static String masked(Message message) throws JMSException {
        byte[] body = Cause.body(message);
        return PersonalData.mask(message.getStringProperty(RESPONSE), body.length == 0 ? null : body);
    }

    static String event(Message message) throws JMSException {
        String event = message.getStringProperty("stripeEventId");
        return event == null ? message.getJMSCorrelationID() : event;
    }

    static String type(Message message) throws JMSException {
        String type = message.getStringProperty("stripeEventType");
        return type == null ? message.getJMSType() : type;
    }

    static long sent(Message message) throws JMSException {
        return message.getObjectProperty(FIRST_SENT) instanceof Long millis ? millis : message.getJMSTimestamp();
    }

    private static Instant since(Message message) throws JMSException {
        return message.getObjectProperty(SINCE) instanceof Long millis && millis > 0
                ? Instant.ofEpochMilli(millis)
                : null;
    }
}
