package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.samples.Answer;
import io.tollgate.samples.Samples;
import io.tollgate.samples.StripeStandIn;
import io.tollgate.support.GatewayProcess;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * A whole gateway, as a user starts it, while more events come in: a customer who is forgotten is in no dump, queue, mail or line of the log;
 * the others are, and nothing that was stored is lost.
 */
@Timeout(300)
class ForgetIT {
    private static final String TYPE = "invoice.payment_failed";
    private static final String QUEUE = "stripe.invoices.failed";
    private static final Duration SOON = Duration.ofSeconds(60);

    private final AtomicInteger stored = new AtomicInteger();

    private Samples samples;
    private StripeStandIn stripe;
    private GatewayProcess gateway;

    @Test
    void aCustomerIsNowhereAndNothingElseIsLost(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        samples = new Samples(Clock.systemUTC());
        gateway = new GatewayProcess(directory).withoutTestClasses();
        gateway.start();
        AtomicBoolean over = new AtomicBoolean();
        try {
            stripe = new StripeStandIn(
                    URI.create("http://127.0.0.1:" + gateway.port() + "/webhooks/stripe"),
                    gateway.secret(),
                    Clock.systemUTC());
            String forgotten = send("One");
            send("Two");
            awaitMails(2);
            assertThat(everything()).contains(email("One"), email("Two"));

            CompletableFuture<Void> load = CompletableFuture.runAsync(() -> sendUntil(over));
            String said = gateway.tollgate("forget", "--customer", forgotten, "--yes");
            over.set(true);
            load.join();

            assertThat(everything()).as(said).doesNotContain(email("One"), name("One"));
            assertThat(everything()).contains(email("Two"), name("Two"), forgotten);
            assertThat(gateway.output()).doesNotContain("@example.com", name("One"));
            assertThat(said).doesNotContain(email("One"));
            await().atMost(SOON)
                    .untilAsserted(
                            () -> assertThat(rows("SELECT count(*)::text FROM tollgate.inbox WHERE status = 'ROUTED'"))
                                    .containsExactly(Integer.toString(stored.get())));
            assertThat(stored.get()).isGreaterThan(2);
        } finally {
            over.set(true);
            gateway.stop();
        }
    }

    private static String email(String whose) {
        return "andre." + whose + "@example.com";
    }

    private static String name(String whose) {
        return "Zoltan" + whose;
    }

    /** @return the customer's id */
    private String send(String whose) throws Exception {
        String event = samples.event(TYPE, null, whose)
                .replace("andre@example.com", email(whose))
                .replace("André", name(whose));
        assertThat(event).contains(email(whose), name(whose));
        Answer answer = stripe.post(event);
        assertThat(answer.isStored()).as(answer.line()).isTrue();
        stored.incrementAndGet();
        return new ObjectMapper().readTree(event).at("/data/object/customer").asText();
    }

    private void sendUntil(AtomicBoolean over) {
        try {
            for (int i = 0; !over.get(); i++) {
                send("More" + i);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void awaitMails(int least) {
        await().atMost(SOON).until(() -> mails().size() >= least);
    }

    /** What a dump has, the messages and the mails. */
    private String everything() throws Exception {
        StringBuilder all = new StringBuilder();
        for (String table : rows("SELECT schemaname || '.' || relname FROM pg_stat_user_tables")) {
            String payload = table.equals("tollgate.inbox") ? " || coalesce(encode(payload, 'escape'), '')" : "";
            rows("SELECT t::text" + payload + " FROM " + table + " AS t").forEach(all::append);
        }
        browse().forEach(all::append);
        for (Path mail : mails()) {
            all.append(Files.readString(mail));
        }
        return all.toString();
    }

    /** Those that have arrived: one that is just being written is renamed, under the reader's eyes. */
    private List<Path> mails() throws IOException {
        try (Stream<Path> files = Files.list(gateway.mails())) {
            return files.filter(file -> file.toString().endsWith(".eml")).toList();
        }
    }

    private List<String> rows(String sql) throws Exception {
        List<String> rows = new ArrayList<>();
        try (java.sql.Connection connection = gateway.database();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    private List<String> browse() throws Exception {
        List<String> bodies = new ArrayList<>();
        try (Connection connection = new ActiveMQConnectionFactory(gateway.brokerUrl()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            Enumeration<?> messages =
                    session.createBrowser(session.createQueue(QUEUE)).getEnumeration();
            while (messages.hasMoreElements()) {
                bodies.add(((Message) messages.nextElement()).getBody(String.class));
            }
        }
        return bodies;
    }
}
