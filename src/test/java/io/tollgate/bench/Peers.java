package io.tollgate.bench;

import io.tollgate.support.BrokerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The Java of {@code bench/peers}: a class path of its own, so that nothing of it gets into the gateway's tests. */
final class Peers {
    private static final Path TARGET = Path.of("bench", "peers", "target");

    private Peers() {}

    /** @param main a class of {@code io.tollgate.bench.peers} */
    static ProcessBuilder of(String main, List<String> jvm, Backends backends, String database) throws IOException {
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

    /** Where everything is, for whatever is no Tollgate. */
    static void tell(Map<String, String> environment, Backends backends, String database) {
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
