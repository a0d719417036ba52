package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.embedded.EmbeddedBroker;
import io.tollgate.operations.QueuesBehind.Answer;
import io.tollgate.support.Deaths;
import io.tollgate.support.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Which broker a command reaches, and what it says of one that it does not. */
@Timeout(120)
class BrokerTest {
    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private Path data;
    private EmbeddedBroker broker;

    @BeforeEach
    void start() throws Exception {
        data = Files.createDirectories(directory.resolve("data"));
        broker = new EmbeddedBroker(data.resolve("activemq"), 0, 0);
        broker.start();
        try (Deaths deaths = new Deaths(broker.url())) {
            deaths.of("stripe.mail", session -> Deaths.event(session, "evt_1", "invoice.paid", "{}"));
        }
    }

    @AfterEach
    void stop() {
        broker.stop();
    }

    @Test
    void theEmbeddedOneIsFoundByTheDataFolderWhereverItListens() {
        assertThat(dlq("list").out()).contains("DLQ.stripe.mail  invoice.paid  1");
        broker.stop();
        assertThat(dlq("list").err())
                .contains("No broker: set SPRING_ACTIVEMQ_BROKER_URL", "none running on " + data)
                .hasLineCount(1);
        broker.start();
        assertThat(dlq("list", "--tollgate.embedded.openwire-port=" + broker.openwirePort())
                        .out())
                .contains("DLQ.stripe.mail  invoice.paid  1");
    }

    @Test
    void aPortThatIsNotItsOwnIsNotTakenForIt() {
        int other = FreePorts.next();
        assertThat(dlq("list", "--tollgate.embedded.openwire-port=" + other).err())
                .contains("tollgate.embedded.openwire-port is " + other, broker.url(), "TOLLGATE_DATA")
                .hasLineCount(1);
    }

    /** Killed, its gateway leaves its note behind, and the port may become another's. */
    @Test
    void whatAnswersInItsPlaceIsLeftAlone() throws Exception {
        Path note = data.resolve("activemq-address");
        String noted = Files.readString(note);
        String url = broker.url();
        broker.stop();
        Files.writeString(note, noted);
        assertThat(dlq("retry", "--all").err())
                .startsWith("The broker at " + url + " does not answer (Connection refused")
                .hasLineCount(1);

        EmbeddedBroker stranger = new EmbeddedBroker(directory.resolve("other/activemq"), port(url), FreePorts.next());
        Files.createDirectories(directory.resolve("other"));
        stranger.start();
        try (Deaths deaths = new Deaths(url)) {
            deaths.of("stripe.mail", session -> Deaths.event(session, "evt_2", "invoice.paid", "{}"));
            Run run = dlq("retry", "--all");
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err())
                    .contains("At " + url + " answers another broker")
                    .hasLineCount(1);
            assertThat(behind("--tollgate.data=" + data).why()).contains("At " + url + " answers another broker");
            assertThat(dlq("list", "--spring.activemq.broker-url=" + url).out()).contains("DLQ.stripe.mail");
        } finally {
            stranger.stop();
        }
    }

    @Test
    void theAddressOfOneThatIsAwayIsNamedWithoutItsPassword() {
        int port = FreePorts.next();
        for (String url : List.of(
                "tcp://ann:geheim@127.0.0.1:" + port + "?jms.password=geheim",
                "failover:(tcp://127.0.0.1:" + port + "?soTimeout=7,nio://ann:geheim@127.0.0.1:1)?timeout=500")) {
            String setting = "--spring.activemq.broker-url=" + url;
            assertThat(List.of(dlq("list", setting).err(), behind(setting).why()))
                    .allSatisfy(said -> assertThat(said)
                            .startsWith("The broker at tcp://127.0.0.1:" + port)
                            .contains("does not answer (")
                            .doesNotContain("geheim", "ann"));
        }
    }

    private Answer<?> behind(String setting) {
        return QueuesText.ask(new String[] {setting}, Clock.systemUTC()).depths();
    }

    private Run dlq(String command, String... options) {
        String[] all = new String[options.length + 3];
        all[0] = "dlq";
        all[1] = command;
        all[2] = "--tollgate.data=" + data;
        System.arraycopy(options, 0, all, 3, options.length);
        return Run.of(Map.of(), all);
    }

    private static int port(String url) {
        return Integer.parseInt(url.substring(url.lastIndexOf(':') + 1));
    }
}
