package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.KafkaProcess;
import io.tollgate.support.Stomp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Flows that write to Kafka and start there, with a Kafka; and what headers of a record do not choose. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class KafkaIT {
    private KafkaProcess kafka;
    private Shipped shipped;

    @BeforeAll
    void load(@TempDir(cleanup = CleanupMode.NEVER) Path folder) throws Exception {
        kafka = new KafkaProcess(folder);
        shipped = new Shipped(folder, "shipped-kafka", kafka.servers());
    }

    @AfterAll
    void close() throws Exception {
        try {
            shipped.close();
        } finally {
            kafka.close();
        }
    }

    private ConsumerRecord<String, String> record(String topic) {
        List<ConsumerRecord<String, String>> records = kafka.records(topic);
        assertThat(records).as(topic).hasSize(1);
        return records.get(0);
    }

    @Test
    void anEventGoesByAQueueToATopic() throws Exception {
        shipped.flows.route(Flows.event("evt_1", "invoice.paid", "{\"id\":\"in_1\"}"));

        ConsumerRecord<String, String> record = record("events");
        assertThat(record.value()).contains("\"evt_1\"", "\"in_1\"");
        assertThat(record.headers().lastHeader("stripeEventId").value())
                .asString()
                .isEqualTo("evt_1");
    }

    @Test
    void aRecordGoesToAQueue() throws Exception {
        takesFromTopic(Shipped.event());
    }

    private void takesFromTopic(String value) throws Exception {
        kafka.send("in", value, Map.of());
        awaitSent("kafka-in", value);
    }

    /** Others come before it: a record comes twice when a set takes over before the other has said how far it came. */
    private void awaitSent(String flow, String body) throws Exception {
        while (!shipped.taken(flow).getBody(String.class).equals(body)) {
            // the next one
        }
    }

    @Test
    void aFlowThatStartsAtATopicIsNotCutOffByAReload(CapturedOutput output) throws Exception {
        takesFromTopic("before");

        shipped.reload();

        takesFromTopic("after");
        assertThat(output).doesNotContain("Timeout occurred during graceful shutdown");
    }

    @Test
    void aRecordWhoseFlowFailsIsTriedAgainAndNotLost() throws Exception {
        shipped.web.failures.set(2);

        kafka.send("to-web", "first", Map.of());
        kafka.send("to-web", "second", Map.of());

        await().untilAsserted(() -> assertThat(shipped.web.requests)
                .containsSubsequence(
                        "POST /from-kafka first",
                        "POST /from-kafka first",
                        "POST /from-kafka first",
                        "POST /from-kafka second"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Camel", "CAmel", "camel", "CAMEL"})
    void headersOfARecordChangeNothingOfWhereAnythingGoes(String letters) throws Exception {
        kafka.send("everywhere", letters, Shipped.hostile(letters));

        awaitSent("everywhere", letters);
        await().untilAsserted(() -> assertThat(kafka.records("written"))
                .extracting(ConsumerRecord::value)
                .contains(letters));
        assertThat(shipped.folder.resolve("out/note.txt")).hasContent(letters);
        assertThat(shipped.flows.jdbc.queryForList("SELECT id FROM stripe.note", String.class))
                .containsOnly("as written");
        assertThat(shipped.isOwned()).isFalse();
        assertThat(kafka.hasTopic("owned")).isFalse();
    }

    @Test
    void propertiesOfAMessageChangeNothingOfWhichTopicItGoesTo() throws Exception {
        Stomp.send(shipped.flows.broker.stompPort(), "try.to-topic", Shipped.hostile("CAmel"), "hello");

        ConsumerRecord<String, String> record = record("from-queue");
        assertThat(record.value()).isEqualTo("hello");
        assertThat(shipped.isOwned()).isFalse();
        assertThat(kafka.hasTopic("owned")).isFalse();
    }
}
