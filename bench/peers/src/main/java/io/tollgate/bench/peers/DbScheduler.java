package io.tollgate.bench.peers;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.serializer.Serializer;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * A task an event, each sends one persistent message. It runs between the lines {@code begin} and {@code end} of its
 * input, and says {@code ready}, {@code begun} and {@code ended}.
 */
final class DbScheduler {
    /** Of what was tried, the fastest; its strategy too. */
    private static final int THREADS = 40;

    private final DataSource database = database();
    private final ConnectionFactory broker = Setting.broker();
    private final OneTimeTask<byte[]> task = Tasks.oneTime("send", byte[].class)
            .execute((instance, context) -> send(instance.getId(), instance.getData()));
    private Scheduler scheduler;

    private DbScheduler() {}

    public static void main(String[] args) throws IOException {
        DbScheduler peer = new DbScheduler();
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        System.out.println("ready");
        for (String command = commands.readLine(); command != null; command = commands.readLine()) {
            if (command.equals("begin")) {
                peer.begin();
                System.out.println("begun");
            } else {
                peer.scheduler.stop();
                System.out.println("ended");
            }
        }
    }

    private void begin() {
        scheduler = Scheduler.create(database, task)
                .threads(THREADS)
                .pollUsingLockAndFetch(0.5, 4)
                .pollingInterval(Duration.ofSeconds(1))
                .serializer(new AsItIs())
                .build();
        scheduler.start();
    }

    private static DataSource database() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(Setting.of("JDBC_URL"));
        config.setUsername(Setting.of("DATABASE_USER"));
        config.setMaximumPoolSize(THREADS + 4);
        return new HikariDataSource(config);
    }

    private void send(String id, byte[] payload) {
        try (Connection connection = broker.createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(Setting.QUEUE))) {
            TextMessage message = session.createTextMessage(new String(payload, StandardCharsets.UTF_8));
            message.setStringProperty(Setting.ID, id);
            producer.send(message);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Data that is bytes already. */
    private static final class AsItIs implements Serializer {
        @Override
        public byte[] serialize(Object data) {
            return (byte[]) data;
        }

        @Override
        public <T> T deserialize(Class<T> type, byte[] data) {
            return type.cast(data);
        }
    }
}
