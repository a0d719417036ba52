package io.tollgate.faults;

import io.tollgate.support.FreePorts;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;

/** The broker as documented, with 64 MB of memory for messages; keeps its ports, and its messages, over a kill. */
final class BrokerProcess implements AutoCloseable {
    static final String USER = "tollgate";
    static final String PASSWORD = "secret";
    /** The file gives 70% of the heap to messages. */
    private static final String HEAP = "-Xmx92m";

    private final Path directory;
    private final File log;
    private final int port = FreePorts.next();
    private final int stompPort = FreePorts.next();
    private Process process;

    BrokerProcess(Path directory) {
        this.directory = directory.resolve("activemq");
        this.log = directory.resolve("activemq.out").toFile();
    }

    /** Returns once it takes connections. */
    void start() throws IOException {
        process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:TieredStopAtLevel=1",
                        "-Dactivemq.data=" + directory,
                        "-Dbroker.address=127.0.0.1",
                        "-Dopenwire.port=" + port,
                        "-Dstomp.port=" + stompPort,
                        "-DBROKER_USER=" + USER,
                        "-DBROKER_PASSWORD=" + PASSWORD,
                        "-cp",
                        System.getProperty("java.class.path"),
                        BrokerMain.class.getName()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        Awaitility.await("the broker takes connections, see " + log)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(this::answers);
    }

    private boolean answers() {
        try (Connection connection = connect()) {
            connection.start();
            return true;
        } catch (JMSException e) {
            return false;
        }
    }

    Connection connect() throws JMSException {
        return new ActiveMQConnectionFactory(USER, PASSWORD, url()).createConnection();
    }

    String url() {
        return "tcp://127.0.0.1:" + port;
    }

    Process process() {
        return process;
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            Signals.kill(process);
        }
    }
}
