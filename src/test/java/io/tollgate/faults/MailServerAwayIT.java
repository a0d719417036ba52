package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import io.tollgate.support.MailServer;
import io.tollgate.support.Signals;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.subethamail.smtp.RejectException;

/** The mail server is away for {@code faults.mail-down-seconds}, refuses, or hangs; the gateway has its defaults. */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailServerAwayIT {
    private static final Duration OUTAGE = Duration.ofSeconds(Integer.getInteger("faults.mail-down-seconds", 60));
    private static final Duration MAIL_TIMEOUT = Duration.ofSeconds(10);
    private static final String[] TYPES = {"invoice.payment_failed", "charge.dispute.created"};
    private static final Figures FIGURES =
            new Figures("mail", "fault", "mails due", "arrived", "duplicates", "dead letters", "the last after (ms)");

    private final MailServer server = new MailServer();
    private final Map<String, Long> deadAt = new ConcurrentHashMap<>();
    private Installation installation;
    private GatewayProcess gateway;
    private Connection deadLetters;

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        installation = new Installation(directory);
        gateway = installation.startGateway(List.of("--spring.mail.port=" + server.port()));
        deadLetters = installation.broker().connect();
        Session session = deadLetters.createSession(false, Session.AUTO_ACKNOWLEDGE);
        session.createConsumer(session.createQueue("DLQ.stripe.mail")).setMessageListener(this::dead);
        deadLetters.start();
    }

    private void dead(Message message) {
        try {
            deadAt.put(message.getStringProperty("stripeEventId"), System.nanoTime());
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    @AfterAll
    void stop() throws Exception {
        deadLetters.close();
        installation.close();
        server.close();
    }

    @Test
    void mailsWaitForAServerThatIsAwayAndArriveOnce() throws Exception {
        Load load = new Load("away", gateway::port).ofTypes(TYPES).start(5);
        await().atMost(Duration.ofSeconds(30)).until(() -> arrived(load).size() >= 20);

        installation.alerts().forget();
        server.stop();
        Moment.lasting(OUTAGE, () -> {});
        server.start();
        long back = System.nanoTime();
        load.close();

        assertThat(load.notAnsweredWith(200)).isEmpty();
        assertThat(duplicates("mail server away for " + OUTAGE.toSeconds() + " s", load, 0, back))
                .isZero();
        installation.alerts().mustHaveToldOnce("mail-server-away");
        installation.alerts().mustHaveToldOnce("queue-flow-failing");
    }

    @Test
    void aMailRefusedForGoodIsInTheDeadLetterQueueAtOnceAndHoldsUpNoOther() throws Exception {
        Map<String, Long> refusedAt = new ConcurrentHashMap<>();
        server.answer = mail -> {
            String id = MailServer.eventId(mail);
            if (id.startsWith("evt_refused") && id.endsWith("0")) {
                refusedAt.put(id, System.nanoTime());
                throw new RejectException(554, "Not this one");
            }
        };
        Load load = send("refused", 100);
        assertThat(duplicates("10 of 100 mails refused for good", load, 10, System.nanoTime()))
                .isZero();
        refusedAt.forEach((id, at) -> {
            assertThat(Duration.ofNanos(deadAt.get(id) - at)).as(id).isLessThan(Duration.ofSeconds(2));
            assertThat(server.triesOf(id)).as(id).isEqualTo(1);
        });
    }

    @Test
    void aRefusedRecipientTooAndTheNextMailIsSent() throws Exception {
        AtomicInteger refusals = new AtomicInteger();
        server.recipientAnswer = recipient -> {
            refusals.incrementAndGet();
            throw new RejectException(550, "Nobody of that name");
        };
        Load refused = send("nobody", 10);
        assertThat(duplicates("recipient refused for good", refused, 10, System.nanoTime()))
                .isZero();
        assertThat(refusals).as("no mail is tried again").hasValue(10);

        server.recipientAnswer = recipient -> {};
        assertThat(duplicates("recipient known again", send("known", 10), 0, System.nanoTime()))
                .isZero();
    }

    @Test
    void aServerThatHangsHoldsEachMailForTheTimeoutAndNothingElse() throws Exception {
        server.hang();
        Load others = new Load("others", gateway::port).start(50);
        Load load = send("hang", 3);
        await("each mail has had its turn")
                // a retry may come between two of them
                .atMost(MAIL_TIMEOUT.multipliedBy(5).plusSeconds(10))
                .until(() -> load.answeredWith(200).stream().allMatch(this::saidNotSent));
        others.close();
        installation.awaitSettled(Duration.ofSeconds(5));
        server.start();

        assertThat(others.notAnsweredWith(200)).isEmpty();
        assertThat(others.slowest()).isLessThan(Duration.ofSeconds(5));
        assertThat(duplicates("mail server hangs", load, 0, System.nanoTime())).isZero();
    }

    private boolean saidNotSent(String id) {
        return gateway.output()
                .lines()
                .anyMatch(line -> line.contains(id + " ") && line.contains("failed in route mail"));
    }

    @Test
    void noWaitingMailIsLostWithTheGateway() throws Exception {
        server.stop();
        Load load = send("killed", 200);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> load.answeredWith(200).stream().allMatch(this::saidNotSent));
        Signals.kill(gateway.process());
        gateway.start();

        CountDownLatch someArrived = new CountDownLatch(20);
        server.answer = mail -> someArrived.countDown();
        server.start();
        assertThat(someArrived.await(120, TimeUnit.SECONDS)).isTrue();
        Signals.kill(gateway.process());
        gateway.start();

        assertThat(duplicates("gateway killed while mails wait, and while they are sent", load, 0, System.nanoTime()))
                .isLessThanOrEqualTo(1);
    }

    /** So many events that become mails; all are acknowledged and routed. */
    private Load send(String prefix, int count) {
        Load load = new Load(prefix, gateway::port);
        for (int i = 0; i < count; i++) {
            load.send("evt_" + prefix + i, TYPES[i % TYPES.length]);
        }
        load.close();
        assertThat(load.answeredWith(200)).hasSize(count);
        installation.awaitSettled(Duration.ofSeconds(30));
        return load;
    }

    /** Waits for every mail of the load, or its dead letter, and a little longer; counts those that came twice. */
    private int duplicates(String fault, Load load, int dead, long since) throws IOException {
        Set<String> due = new HashSet<>(load.answeredWith(200));
        await("each mail has arrived or is a dead letter")
                .atMost(OUTAGE.plusSeconds(60))
                .until(() -> arrived(load).containsAll(alive(due)) && dead(due).size() == dead);
        long last = Moment.since(since).toMillis();
        Moment.lasting(Duration.ofSeconds(3), () -> {});

        List<String> arrived = arrived(load);
        int duplicates = arrived.size() - new HashSet<>(arrived).size();
        FIGURES.add(
                fault,
                due.size(),
                new HashSet<>(arrived).size(),
                duplicates,
                dead(due).size(),
                last);
        assertThat(new HashSet<>(arrived)).isEqualTo(alive(due)).hasSize(due.size() - dead);
        return duplicates;
    }

    private List<String> arrived(Load load) {
        Set<String> due = new HashSet<>(load.answeredWith(200));
        return server.eventIds().stream().filter(due::contains).toList();
    }

    private Set<String> dead(Set<String> due) {
        Set<String> dead = new HashSet<>(due);
        dead.retainAll(deadAt.keySet());
        return dead;
    }

    private Set<String> alive(Set<String> due) {
        Set<String> alive = new HashSet<>(due);
        alive.removeAll(deadAt.keySet());
        return alive;
    }
}
