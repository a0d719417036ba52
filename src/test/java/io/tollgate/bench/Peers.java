package io.tollgate.bench;

import io.tollgate.support.BrokerProcess;
import io.tollgate.support.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What Tollgate is compared with: processes that the benchmark starts, and tells where everything is. */
final class Peers {
    private static final Path BENCH = Path.of("bench");
    private static final Path TARGET = BENCH.resolve(Path.of("peers", "target"));

    private Peers() {}

    /**
     * With a class path of its own, so that nothing of it gets into the gateway's tests.
     *
     * @param main a class of {@code io.tollgate.bench.peers}
     */
    static ProcessBuilder ofJava(String main, List<String> jvm, Backends backends, String database) throws IOException {
        String classPath = TARGET.resolve("classes") + ":" + Files.readString(TARGET.resolve("classpath.txt"));
        ProcessBuilder builder = new ProcessBuilder();
        builder.command()
                .add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        builder.command().addAll(jvm);
        builder.command()
                .addAll(List.of(
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        classPath,
                        "io.tollgate.bench.peers." + main));
        tell(builder.environment(), backends, database);
        return builder;
    }

    /** @param folder of {@code bench}; what its lock file says is installed first */
    static ProcessBuilder ofNode(String folder, String script, Backends backends, String database)
            throws IOException, InterruptedException {
        Path home = BENCH.resolve(folder);
        Node.npmCi(home);
        ProcessBuilder builder = new ProcessBuilder("node", script).directory(home.toFile());
        builder.environment().put("NODE_ENV", "production");
        tell(builder.environment(), backends, database);
        return builder;
    }

    private static void tell(Map<String, String> environment, Backends backends, String database) {
        environment.put("STRIPE_WEBHOOK_SECRET", SignedEvents.SECRET);
        environment.put("DATABASE_URL", backends.url(database));
        environment.put("JDBC_URL", backends.jdbcUrl(database));
        environment.put("DATABASE_USER", backends.user());
        environment.put("BROKER_URL", backends.broker().url());
        environment.put("BROKER_USER", BrokerProcess.USER);
        environment.put("BROKER_PASSWORD", BrokerProcess.PASSWORD);
        environment.put("STOMP_PORT", Integer.toString(backends.broker().stompPort()));
    }
}
