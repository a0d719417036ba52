package io.tollgate.support;

import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** One node that is broker and controller, with the properties of the given file; its directory is formatted at first. */
final class KafkaMain {
    private KafkaMain() {}

    public static void main(String[] args) {
        String id = Uuid.randomUuid().toString();
        StorageTool.execute(new String[] {"format", "--ignore-formatted", "-t", id, "-c", args[0]}, System.out);
        Kafka.main(args);
    }
}
