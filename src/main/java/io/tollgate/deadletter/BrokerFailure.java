package io.tollgate.deadletter;

import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;

/** The broker did not do what was asked. The message says what to do. */
public final class BrokerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private BrokerFailure(String message, Throwable cause) {
        super(message, cause);
    }

    /** @param address where it was to be, without a password */
    public static BrokerFailure of(JMSException failure, String address) {
        Throwable root = failure;
        boolean refused = false;
        for (Throwable cause = failure; cause != null && cause != cause.getCause(); cause = cause.getCause()) {
            refused |= cause instanceof JMSSecurityException || cause instanceof SecurityException;
            root = cause;
        }
        String said = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
        return new BrokerFailure(
                refused
                        ? "The broker at " + address + " refuses it (" + said
                                + "): set SPRING_ACTIVEMQ_USER and SPRING_ACTIVEMQ_PASSWORD as"
                                + " for the gateway, to a user that may read and write the queues and their DLQ."
                        : "The broker at " + address + " does not answer (" + said
                                + "): start it, or set SPRING_ACTIVEMQ_BROKER_URL"
                                + " (spring.activemq.broker-url) as for the gateway.",
                failure);
    }
}
