package io.tollgate.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.deadletter.DeadLetters.Taken;
import io.tollgate.support.Deaths;
import io.tollgate.support.TestBroker;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class DeadLettersTest {
    private static final DeadLetterQueue MAIL = new DeadLetterQueue("stripe.mail");
    private static final DeadLetterFilter CHARGES = new DeadLetterFilter("charge.*", null, null, null, null);

    private TestBroker broker;
    private Deaths deaths;
    private DeadLetters letters;

    @BeforeEach
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        broker = TestBroker.start(directory);
        deaths = new Deaths(broker.url());
        Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
        connection.start();
        letters = new DeadLetters(connection, broker.url());
    }

    @AfterEach
    void stop() throws Exception {
        letters.close();
        deaths.close();
        broker.stop();
    }

    @Test
    void tellsWhatStandsThereAndWhy() throws Exception {
        Instant before = Instant.now();
        deaths.of("stripe.mail", session -> Deaths.event(session, "evt_1", "invoice.paid", "{\"id\":\"evt_1\"}"));

        DeadLetters.Look look = letters.look(MAIL, DeadLetterFilter.EVERYTHING, 10);

        assertThat(look.partly()).isFalse();
        assertThat(look.found()).singleElement().satisfies(letter -> {
            assertThat(letter.queue()).isEqualTo("DLQ.stripe.mail");
            assertThat(letter.event()).isEqualTo("evt_1");
            assertThat(letter.type()).isEqualTo("invoice.paid");
            assertThat(letter.sent()).isBetween(before.minusSeconds(1), Instant.now());
            assertThat(letter.since()).isBetween(letter.sent(), Instant.now());
            assertThat(letter.deliveries()).isEqualTo(1);
            assertThat(letter.cause()).isEqualTo("exceeds redelivery policy limit");
        });
        assertThat(broker.depth("DLQ.stripe.mail")).isEqualTo(1);
    }

    /** As a flow's message is when the gateway moves it: sent anew, with the time of before. */
    @Test
    void whatWasMovedBySendingItAnewWasSentWhenItWasFirstSent() throws Exception {
        Instant sent = Instant.parse("2026-01-31T10:00:00Z");
        deaths.of("stripe.mail", session -> {
            TextMessage message = Deaths.event(session, "evt_1", "invoice.paid", "{}");
            message.setLongProperty("originalTimestamp", sent.toEpochMilli());
            message.setStringProperty("dlqDeliveryFailureCause", "moved after 24 tries: HTTP 500");
            return message;
        });

        assertThat(letters.look(MAIL, DeadLetterFilter.EVERYTHING, 10).found())
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.sent()).isEqualTo(sent);
                    assertThat(letter.since()).isAfter(sent);
                });
        DeadLetterFilter later = new DeadLetterFilter(null, null, sent.plusMillis(1), null, null);
        assertThat(letters.look(MAIL, later, 10).found()).isEmpty();
        assertThat(retry(MAIL, later)).isZero();
        assertThat(retry(MAIL, new DeadLetterFilter(null, null, sent, sent.plusMillis(1), null)))
                .isEqualTo(1);
        assertThat(only("stripe.mail").propertyExists("originalTimestamp")).isFalse();
    }

    @Test
    void sendsATextBackAsItWasFirstSent() throws Exception {
        String body = "{\"name\": \"Zoë 😀 \\u0000 e\u0301\"}\n";
        deaths.of("stripe.mail", session -> {
            TextMessage message = Deaths.event(session, "evt_1", "invoice.paid", body);
            message.setBooleanProperty("stripeLivemode", true);
            message.setLongProperty("stripeCreated", 1767225600L);
            message.setStringProperty("eigene", "größe");
            message.setStringProperty("JMSXGroupID", "g");
            message.setJMSReplyTo(session.createQueue("replies"));
            return message;
        });

        assertThat(retry(MAIL, DeadLetterFilter.EVERYTHING)).isEqualTo(1);

        TextMessage message = (TextMessage) only("stripe.mail");
        assertThat(message.getText()).isEqualTo(body);
        assertThat(message.getJMSType()).isEqualTo("invoice.paid");
        assertThat(message.getJMSCorrelationID()).isEqualTo("evt_1");
        assertThat(message.getJMSPriority()).isEqualTo(7);
        assertThat(message.getJMSDeliveryMode()).isEqualTo(jakarta.jms.DeliveryMode.PERSISTENT);
        assertThat(message.getJMSReplyTo()).hasToString("queue://replies");
        assertThat(message.getObjectProperty("stripeLivemode")).isEqualTo(true);
        assertThat(message.getObjectProperty("stripeCreated")).isEqualTo(1767225600L);
        assertThat(message.getStringProperty("eigene")).isEqualTo("größe");
        assertThat(message.getStringProperty("JMSXGroupID")).isEqualTo("g");
        assertThat(message.getJMSRedelivered()).isFalse();
        assertThat(message.getIntProperty("JMSXDeliveryCount")).isEqualTo(1);
        assertThat(message.propertyExists("dlqDeliveryFailureCause")).isFalse();
        assertThat(message.propertyExists("originalExpiration")).isFalse();
        assertThat(broker.depth("DLQ.stripe.mail")).isZero();
    }

    @Test
    void bytesStayBytesAndAnObjectIsNotRead() throws Exception {
        byte[] bytes = "ä\u0000\n".getBytes(StandardCharsets.UTF_8);
        deaths.of("stripe.mail", session -> {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(bytes);
            return message;
        });
        deaths.of("stripe.mail", session -> session.createObjectMessage(new ArrayList<>(List.of("x"))));

        assertThat(retry(MAIL, DeadLetterFilter.EVERYTHING)).isEqualTo(2);

        List<Message> messages = broker.drain("stripe.mail");
        assertThat(messages)
                .hasSize(2)
                .first()
                .isInstanceOfSatisfying(
                        BytesMessage.class,
                        message -> assertThat(bodyOf(message)).isEqualTo(bytes));
        assertThat(messages.get(1)).isInstanceOf(ObjectMessage.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Zahlungen & Größe/1 'x'", "a::b#c%d", "queue.with \"quotes\"", "DLQ.of.somebody"})
    void aQueueMayHaveAnOddName(String name) throws Exception {
        DeadLetterQueue queue = new DeadLetterQueue(name);
        deaths.of(name, session -> Deaths.event(session, "evt_1", "invoice.paid", "{}"));
        assertThat(retry(queue, DeadLetterFilter.EVERYTHING)).isEqualTo(1);
        assertThat(((TextMessage) only(name)).getText()).isEqualTo("{}");
    }

    @Test
    void nothingElseIsTheNameOfOneQueue() {
        assertThat(List.of("", "DLQ.", "a,b", "a.>", "*", "a?consumer.exclusive=true", " a", "a ", "a\nb"))
                .allSatisfy(name -> assertThat(DeadLetterQueue.of(name)).isEmpty());
        assertThat(DeadLetterQueue.of("DLQ.stripe.mail")).contains(MAIL);
        assertThat(DeadLetterQueue.of("stripe.mail")).contains(MAIL);
    }

    /** ActiveMQ shows a browser 400 messages, and a selector 200, unless it is asked again. */
    @Test
    void findsWhatStandsBehindManyOthers() throws Exception {
        deaths.ofMany("stripe.mail", 610, i -> i == 609 ? "charge.failed" : "invoice.paid");

        assertThat(letters.look(MAIL, CHARGES, 1000)).satisfies(look -> {
            assertThat(look.seen()).isEqualTo(400);
            assertThat(look.partly()).isTrue();
        });
        assertThat(letters.take(MAIL, CHARGES, Instant.now(), true, () -> false, size -> {}))
                .isEqualTo(Taken.ALL_THAT_IS_SHOWN);

        assertThat(only("stripe.mail").getJMSCorrelationID()).isEqualTo("evt_609");
        assertThat(broker.depth("DLQ.stripe.mail")).isEqualTo(609);
    }

    /** This broker has 1 MB for a queue. */
    @Test
    void saysWhenTheBrokerDoesNotShowAll() throws Exception {
        deaths.ofMany("stripe.mail", 2000, i -> i == 1999 ? "charge.failed" : "invoice.paid");
        assertThat(letters.take(MAIL, CHARGES, Instant.now(), true, () -> false, size -> {}))
                .isEqualTo(Taken.ALL_THAT_IS_SHOWN);
        assertThat(retry(MAIL, DeadLetterFilter.EVERYTHING)).isEqualTo(2000);
    }

    @ParameterizedTest
    @MethodSource("filters")
    void theBrokerFindsTheSameAsALook(DeadLetterFilter filter, int count) throws Exception {
        String[] types = {
            "invoice.paid", "invoice_paid", "invoice.payment_failed", "it's 100% größer\\", "charge.failed"
        };
        deaths.ofMany("stripe.mail", 5, i -> types[i]);
        deaths.of("stripe.mail", session -> {
            TextMessage message = session.createTextMessage("{}");
            message.setJMSType("invoice.paid");
            message.setJMSCorrelationID("evt_old");
            return message;
        });
        assertThat(letters.look(MAIL, filter, 100).found()).hasSize(count);
        assertThat(retry(MAIL, filter)).isEqualTo(count);
    }

    static Stream<Arguments> filters() {
        Instant now = Instant.now();
        return Stream.of(
                Arguments.of(type("invoice.paid"), 2),
                Arguments.of(type("invoice.*"), 3),
                Arguments.of(type("*_failed"), 1),
                Arguments.of(type("it's 100% größer\\"), 1),
                Arguments.of(type("*% *"), 1),
                Arguments.of(type("*"), 6),
                Arguments.of(new DeadLetterFilter(null, "evt_3", null, null, null), 1),
                Arguments.of(new DeadLetterFilter(null, "evt_old", null, null, null), 1),
                Arguments.of(new DeadLetterFilter("charge.*", "evt_old", null, null, null), 0),
                Arguments.of(new DeadLetterFilter(null, null, now.minusSeconds(60), null, null), 6),
                Arguments.of(new DeadLetterFilter(null, null, null, now.minusSeconds(60), null), 0),
                Arguments.of(new DeadLetterFilter(null, null, null, null, "redelivery policy"), 6),
                Arguments.of(new DeadLetterFilter(null, null, null, null, "no such"), 0));
    }

    private static DeadLetterFilter type(String type) {
        return new DeadLetterFilter(type, null, null, null, null);
    }

    @Test
    void whatComesBackMeanwhileIsNotTakenAgain() throws Exception {
        deaths.ofMany("stripe.mail", 1200, i -> "invoice.paid");
        deaths.whileAllFail(
                "stripe.mail",
                () -> assertThat(retry(MAIL, DeadLetterFilter.EVERYTHING)).isEqualTo(1200));
    }

    @Test
    void canBeStoppedBetweenTwoBatches() throws Exception {
        deaths.ofMany("stripe.mail", 1200, i -> "invoice.paid");
        List<Integer> batches = new ArrayList<>();

        Taken taken = letters.take(MAIL, DeadLetterFilter.EVERYTHING, Instant.now(), true, () -> true, batches::add);

        assertThat(taken).isEqualTo(Taken.NOT_ALL);
        assertThat(batches).singleElement().satisfies(size -> assertThat(size).isBetween(1, 500));
        assertThat(broker.depth("stripe.mail")).isEqualTo((long) batches.get(0));
        assertThat(retry(MAIL, DeadLetterFilter.EVERYTHING)).isEqualTo(1200 - batches.get(0));
        assertThat(broker.depth("stripe.mail")).isEqualTo(1200);
    }

    @Test
    void removesWhatTheFilterFindsAndNothingElse() throws Exception {
        deaths.ofMany("stripe.mail", 300, i -> i % 3 == 0 ? "invoice.paid" : "charge.failed");
        List<Integer> batches = new ArrayList<>();
        assertThat(letters.take(MAIL, type("invoice.paid"), Instant.now(), false, () -> false, batches::add))
                .isEqualTo(Taken.ALL);
        assertThat(batches).containsExactly(100);
        assertThat(broker.depth("DLQ.stripe.mail")).isEqualTo(200);
        assertThat(broker.drain("stripe.mail")).isEmpty();
    }

    @Test
    void aBrokerThatIsAwayIsASentence() throws Exception {
        broker.stop();
        assertThatThrownBy(() -> letters.look(MAIL, DeadLetterFilter.EVERYTHING, 1))
                .isInstanceOf(BrokerFailure.class)
                .hasMessageStartingWith("The broker at " + broker.url() + " does not answer (")
                .hasMessageContaining("SPRING_ACTIVEMQ_BROKER_URL");
        broker.start();
    }

    private long retry(DeadLetterQueue queue, DeadLetterFilter filter) {
        List<Integer> batches = new ArrayList<>();
        assertThat(letters.take(queue, filter, Instant.now(), true, () -> false, batches::add))
                .isEqualTo(Taken.ALL);
        return batches.stream().mapToLong(Integer::longValue).sum();
    }

    private Message only(String queue) throws Exception {
        List<Message> messages = broker.drain(queue);
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    private static byte[] bodyOf(BytesMessage message) {
        try {
            return message.getBody(byte[].class);
        } catch (jakarta.jms.JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}
