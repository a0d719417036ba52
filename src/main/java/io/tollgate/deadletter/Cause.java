package io.tollgate.deadletter;

import io.tollgate.text.Reason;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why a message was given up.
 *
 * @param text fit for a terminal; null when nobody says
 * @param deliveries as the cause says, else as JMS counts them
 */
record Cause(String text, int deliveries) {
    /** ActiveMQ's. */
    static final String PROPERTY = "dlqDeliveryFailureCause";
    /** Of our own flow of the mails. */
    static final String MAIL_REFUSAL = "mailRefusal";

    private static final Pattern DELIVERIES = Pattern.compile("Delivery\\[(\\d{1,6})] ");
    /** Of a flow behind a queue. */
    private static final Pattern TRIES = Pattern.compile(", after (\\d{1,6}) tr(?:y|ies)$");

    private static final Pattern POLICY = Pattern.compile(":?RedeliveryPolicy \\{[^}]*}");
    private static final String OF_THE_CLIENT = ", cause:";
    private static final int MOST_BODY_BYTES = 1 << 20;

    static Cause of(Message message) throws JMSException {
        String said = said(message);
        if (said == null) {
            return new Cause(null, deliveries(message));
        }
        return new Cause(Reason.of(bare(said), List.of(body(message))), deliveries(said, message));
    }

    /** As it stands in the message; null when nothing does. */
    static String said(Message message) throws JMSException {
        String said = message.getStringProperty(PROPERTY);
        return said == null ? message.getStringProperty(MAIL_REFUSAL) : said;
    }

    private static int deliveries(String said, Message message) throws JMSException {
        for (Pattern pattern : List.of(DELIVERIES, TRIES)) {
            Matcher count = pattern.matcher(said);
            if (count.find()) {
                return Integer.parseInt(count.group(1));
            }
        }
        return deliveries(message);
    }

    private static int deliveries(Message message) throws JMSException {
        return message.propertyExists("JMSXDeliveryCount") ? message.getIntProperty("JMSXDeliveryCount") : 1;
    }

    /** What the client says, if it says something; without the settings of its redelivery. */
    private static String bare(String said) {
        String all = POLICY.matcher(DELIVERIES.matcher(said).replaceFirst("")).replaceAll("");
        int client = all.indexOf(OF_THE_CLIENT);
        String cause = client < 0 ? "" : all.substring(client + OF_THE_CLIENT.length());
        String broker = client < 0 ? all : all.substring(0, client);
        return cause.isBlank() || cause.equals("null") ? broker.replaceFirst("^java\\.lang\\.Throwable: ", "") : cause;
    }

    static byte[] body(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return String.valueOf(text.getText()).getBytes(StandardCharsets.UTF_8);
        } else if (message instanceof BytesMessage bytes && bytes.getBodyLength() <= MOST_BODY_BYTES) {
            return bytes.getBody(byte[].class);
        }
        return new byte[0];
    }
}
