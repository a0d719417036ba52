package io.tollgate.bench;

import io.tollgate.support.BrokerProcess;
import io.tollgate.support.GatewayProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Which gateway, and how it is started.
 *
 * @param checkout where it was compiled
 * @param rows routed events that it already has
 * @param dead and dead ones
 */
record Build(Path checkout, List<String> settings, List<String> jvm, int rows, int dead) {
    /** A gateway with its default settings, and these. */
    static GatewayProcess process(
            Backends backends, String database, Path directory, Path routes, List<String> settings) {
        List<String> all = new ArrayList<>(List.of(
                "--tollgate.routes=" + routes,
                "--spring.datasource.url=" + backends.jdbcUrl(database),
                "--spring.datasource.username=" + backends.user(),
                "--spring.activemq.broker-url=" + backends.broker().url(),
                "--spring.activemq.user=" + BrokerProcess.USER,
                "--spring.activemq.password=" + BrokerProcess.PASSWORD,
                "--spring.mail.host=127.0.0.1",
                "--tollgate.mail.finance=finance@example.com"));
        settings.forEach(setting -> all.add("--" + setting));
        return GatewayProcess.withoutEmbedded(directory, all)
                .withWarmUp()
                .withEnvironment("STRIPE_WEBHOOK_SECRET", SignedEvents.SECRET);
    }
}
