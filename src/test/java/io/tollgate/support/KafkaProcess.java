package io.tollgate.support;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A Kafka of one node, in a process of its own, whose topics are made when they are first named. */
public final class KafkaProcess implements AutoCloseable {
    private static final String SETTINGS = """
            process.roles=broker,controller
            node.id=1
            listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
            controller.listener.names=CONTROLLER
            controller.quorum.voters=1@127.0.0.1:%2$d
            log.dirs=%3$s
            log.cleaner.dedupe.buffer.size=10000000
            offsets.topic.num.partitions=1
            offsets.topic.replication.factor=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            group.initial.rebalance.delay.ms=0
            """;

    private final int port = FreePorts.next();
    private final File log;
    private final Process process;

    /** Returns once it takes records. */
    public KafkaProcess(Path directory) throws IOException {
        log = directory.resolve("kafka.out").toFile();
        Path settings = directory.resolve("kafka.properties");
        Files.writeString(settings, SETTINGS.formatted(port, FreePorts.next(), directory.resolve("kafka")));
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KafkaMain.class.getName(),
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        try {
            awaitAnswers();
        } catch (ConditionTimeoutException | IllegalStateException e) {
            close();
            throw e;
        }
    }

    private void awaitAnswers() {
        // so short that the end of the process is noticed
        Map<String, Object> settings =
                Map.of("bootstrap.servers", servers(), "request.timeout.ms", 1000, "default.api.timeout.ms", 1000);
        try (Admin admin = Admin.create(settings)) {
            Awaitility.await("Kafka takes records, see " + log)
                    .atMost(Duration.ofSeconds(90))
                    .until(() -> answers(admin));
        }
    }

    private boolean answers(Admin admin) throws IOException, InterruptedException {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "Kafka ended with " + process.exitValue() + ":\n" + Files.readString(log.toPath()));
        }
        try {
            return !admin.describeCluster().nodes().get().isEmpty();
        } catch (ExecutionException e) {
            return false;
        }
    }

    /** What clients call {@code bootstrap.servers}. */
    public String servers() {
        return "127.0.0.1:" + port;
    }

    /** Returns once it is in the topic. */
    public void send(String topic, String value, Map<String, String> headers) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers()), new StringSerializer(), new StringSerializer())) {
            ProducerRecord<String, String> written = new ProducerRecord<>(topic, value);
            headers.forEach((name, text) -> written.headers().add(name, text.getBytes()));
            producer.send(written).get();
        }
    }

    /** All records of the topic from its beginning; waits 10 s for the first. */
    public List<ConsumerRecord<String, String>> records(String topic) {
        try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers()), new StringDeserializer(), new StringDeserializer())) {
            TopicPartition partition = new TopicPartition(topic, 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<ConsumerRecord<String, String>> records = new ArrayList<>();
            consumer.poll(Duration.ofSeconds(10)).forEach(records::add);
            consumer.poll(Duration.ofMillis(300)).forEach(records::add);
            return records;
        }
    }

    /** Also when nobody has written to it yet. */
    public boolean hasTopic(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            return admin.listTopics().names().get().contains(topic);
        }
    }

    @Override
    public void close() throws IOException {
        Signals.kill(process);
    }
}
