package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.support.BrokerProcess;
import io.tollgate.support.GatewayProcess;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A queue without a consumer, far larger than the broker's memory: the other flows keep their speed. */
@Timeout(900)
class DeepQueueIT {
    private static final int DEPTH = Integer.getInteger("faults.depth", 200_000);
    private static final String DEEP = "stripe.disputes";
    private static final int DISPUTES = 20;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 9;

    /** Two installations take turns, so that a machine that is busy with something else slows both alike. */
    @Test
    void leavesTheOtherFlowsTheirSpeed(@TempDir(cleanup = CleanupMode.ON_SUCCESS) Path directory) throws Exception {
        try (Installation empty = new Installation(directory.resolve("empty"));
                Installation deep = new Installation(directory.resolve("deep"))) {
            List<GatewayProcess> gateways = List.of(empty.startGateway(List.of()), deep.startGateway(List.of()));
            List<Load> loads = gateways.stream()
                    .map(gateway -> new Load("queue", gateway::port).start(10))
                    .toList();
            try (RelaySpeed emptySpeed = new RelaySpeed(empty);
                    RelaySpeed deepSpeed = new RelaySpeed(deep)) {
                for (int i = 0; i < WARM_UP; i++) {
                    emptySpeed.measure();
                    deepSpeed.measure();
                }
                fill(deep.broker());
                List<Long> without = new ArrayList<>();
                List<Long> with = new ArrayList<>();
                for (int i = 0; i < ROUNDS; i++) {
                    without.add(emptySpeed.measure());
                    with.add(deepSpeed.measure());
                }
                Load disputes = new Load("dispute", gateways.get(1)::port);
                for (int i = 0; i < DISPUTES; i++) {
                    disputes.send("evt_dispute" + i, "charge.dispute.created");
                }
                disputes.close();
                loads.forEach(Load::close);
                deep.awaitSettled(Duration.ofSeconds(30));

                long kept = median(with) * 100 / median(without);
                new Figures("deep-queue", "messages in the queue", "events/s without", "events/s with it", "kept")
                        .add(DEPTH, without, with, kept + "%");
                for (Load load : loads) {
                    assertThat(load.notAnsweredWith(200)).as("answers").isEmpty();
                }
                assertThat(disputes.answeredWith(200)).as("answers").hasSize(DISPUTES);
                assertThat(deep.query("SELECT count(*) FROM tollgate.inbox WHERE status = 'DEAD'"))
                        .isZero();
                assertThat(kept).as("% of the speed").isGreaterThanOrEqualTo(80);
            }
            assertThat(drain(deep.broker())).isEqualTo(DEPTH + DISPUTES);
        }
    }

    private static long median(List<Long> rates) {
        return rates.stream().sorted().skip(rates.size() / 2).findFirst().orElseThrow();
    }

    /** Not through the gateway, which is the same to the broker, and takes longer. Messages of 1.2 to 2.7 KB. */
    private static void fill(BrokerProcess broker) throws JMSException {
        try (Connection connection = broker.connect();
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(DEEP))) {
            String event = Sender.body("evt_deep", "charge.dispute.created");
            for (int i = 1; i <= DEPTH; i++) {
                Message message = session.createTextMessage(event + " ".repeat(i % 1500));
                message.setIntProperty("number", i);
                producer.send(message);
                if (i % 500 == 0 || i == DEPTH) {
                    session.commit();
                }
            }
        }
    }

    /** How many messages a consumer gets that has come back: first those that came first, in their order. */
    private static int drain(BrokerProcess broker) throws JMSException {
        int count = 0;
        try (Connection connection = broker.connect();
                Session session = connection.createSession(false, Session.DUPS_OK_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(DEEP))) {
            connection.start();
            for (Message m = consumer.receive(10_000); m != null; m = consumer.receive(3000)) {
                count++;
                if (count <= DEPTH) {
                    assertThat(m.getIntProperty("number")).as("in order").isEqualTo(count);
                }
            }
        }
        return count;
    }
}
