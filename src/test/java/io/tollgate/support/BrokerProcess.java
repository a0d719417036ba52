package io.tollgate.support;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** The broker as documented; keeps its ports, and its messages, over a kill. */
public final class BrokerProcess implements AutoCloseable {
    public static final String USER = "tollgate";
    public static final String PASSWORD = "secret";
    public static final String CONSUMER_PASSWORD = "of-the-consumers";
    /** The file gives 70% of the heap to messages: 64 MB. */
    private static final List<String> SMALL = List.of("-Xmx92m", "-XX:TieredStopAtLevel=1");

    private final Path directory;
    private final List<String> jvm;
    private final File log;
    private final int port = FreePorts.next();
    private final int stompPort = FreePorts.next();
    private Process process;

    /** With 64 MB of memory for messages. */
    public BrokerProcess(Path directory) {
        this(directory, SMALL);
    }

    /** @param jvm options of its JVM */
    public BrokerProcess(Path directory, List<String> jvm) {
        this.jvm = jvm;
        this.directory = directory.resolve("activemq");
        this.log = directory.resolve("activemq.out").toFile();
    }

    /** Returns once it takes connections. One that hangs at its start is started anew, and what it hung in is printed. */
    public void start() throws IOException {
        launch();
        try {
            awaitConnections();
        } catch (ConditionTimeoutException e) {
            System.err.println("The broker hung at its start:\n" + Files.readString(log.toPath()) + threads());
            Signals.kill(process);
            launch();
            awaitConnections();
        }
    }

    private void launch() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of(
                "-Dactivemq.data=" + directory,
                "-Dbroker.address=127.0.0.1",
                "-Dopenwire.port=" + port,
                "-Dstomp.port=" + stompPort,
                "-DBROKER_USER=" + USER,
                "-DBROKER_PASSWORD=" + PASSWORD,
                "-DCONSUMER_PASSWORD=" + CONSUMER_PASSWORD,
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName()));
        process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }

    private void awaitConnections() {
        Awaitility.await("the broker takes connections, see " + log)
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(this::answers);
    }

    private String threads() throws IOException {
        String jstack =
                Path.of(System.getProperty("java.home"), "bin", "jstack").toString();
        Process printing = new ProcessBuilder(jstack, Long.toString(process.pid()))
                .redirectErrorStream(true)
                .start();
        return new String(printing.getInputStream().readAllBytes());
    }

    private boolean answers() throws IOException {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "The broker ended with " + process.exitValue() + ":\n" + Files.readString(log.toPath()));
        }
        try (Connection connection = connect()) {
            connection.start();
            return true;
        } catch (JMSException e) {
            return false;
        }
    }

    public Connection connect() throws JMSException {
        return new ActiveMQConnectionFactory(USER, PASSWORD, url()).createConnection();
    }

    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    public int stompPort() {
        return stompPort;
    }

    public Process process() {
        return process;
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            Signals.kill(process);
        }
    }
}
