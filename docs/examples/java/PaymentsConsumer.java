import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;

/**
 * Reads events from a queue, one transaction each, and prints a line for each. It needs activemq-client and nothing
 * else.
 *
 * <pre>
 * java -cp … PaymentsConsumer.java [--queue NAME] [--broker HOST:PORT] [--count N] [--raw FILE]
 * </pre>
 *
 * {@code --count N} ends after N events. {@code --raw FILE} writes the last event's body to FILE, byte for byte as
 * Stripe sent it. A broker that wants a login gets it from the variables ACTIVEMQ_USER and ACTIVEMQ_PASSWORD.
 */
public final class PaymentsConsumer {
    /** Failover connects again by itself; a failed event is tried 6 times in about 5 minutes, then the DLQ has it. */
    private static final String URL = "failover:(tcp://%s)?maxReconnectDelay=30000"
            + "&jms.prefetchPolicy.queuePrefetch=10"
            + "&jms.redeliveryPolicy.maximumRedeliveries=6"
            + "&jms.redeliveryPolicy.initialRedeliveryDelay=5000"
            + "&jms.redeliveryPolicy.redeliveryDelay=5000"
            + "&jms.redeliveryPolicy.useExponentialBackOff=true"
            + "&jms.redeliveryPolicy.backOffMultiplier=2";

    private final Path raw;

    private PaymentsConsumer(Path raw) {
        this.raw = raw;
    }

    public static void main(String[] args) throws JMSException {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < args.length; i += 2) {
            options.put(args[i], args[i + 1]);
        }
        String raw = options.get("--raw");
        String url = URL.formatted(options.getOrDefault("--broker", "127.0.0.1:61616"));
        ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(
                System.getenv("ACTIVEMQ_USER"), System.getenv("ACTIVEMQ_PASSWORD"), url);
        new PaymentsConsumer(raw == null ? null : Path.of(raw))
                .run(
                        factory,
                        options.getOrDefault("--queue", "stripe.payments.succeeded"),
                        Long.parseLong(options.getOrDefault("--count", "9223372036854775807")));
    }

    private void run(ActiveMQConnectionFactory factory, String queue, long count) throws JMSException {
        try (Connection connection = factory.createConnection()) {
            connection.start();
            Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
            MessageConsumer consumer = session.createConsumer(session.createQueue(queue));
            System.err.println("Waiting for events on " + queue);
            for (long done = 0; done < count; ) {
                if (receive(session, (TextMessage) consumer.receive())) {
                    done++;
                }
            }
        }
    }

    /** @return false when the event failed and comes again */
    private boolean receive(Session session, TextMessage message) throws JMSException {
        try {
            fulfil(message);
            session.commit(); // only now may the broker forget it
            return true;
        } catch (Exception e) {
            System.err.println("Failed, comes again: " + e);
            session.rollback();
            return false;
        }
    }

    /** Your work goes here. An event may come twice: make this safe to repeat for one stripeEventId. */
    private void fulfil(TextMessage message) throws JMSException, IOException {
        byte[] body = message.getText().getBytes(StandardCharsets.UTF_8);
        String objectId = message.getStringProperty("stripeObjectId");
        boolean live = message.propertyExists("stripeLivemode") && message.getBooleanProperty("stripeLivemode");
        if (raw != null) {
            Files.write(raw, body);
        }
        System.out.println(message.getStringProperty("stripeEventId") + " " + message.getStringProperty("stripeEventType")
                + " " + (objectId == null ? "-" : objectId) + " " + body.length + " bytes " + (live ? "live" : "test"));
    }
}
