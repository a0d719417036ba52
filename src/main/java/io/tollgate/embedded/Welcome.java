package io.tollgate.embedded;

import io.tollgate.RoutesAtStart;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.stereotype.Component;

/** Says, once everything runs, where it is and what to do next. Names the files of secrets, never a secret. */
@Component
@Profile("embedded")
class Welcome {
    private static final Logger log = LoggerFactory.getLogger(Welcome.class);

    private final ConfigurableEnvironment environment;
    private final Optional<EmbeddedDatabase> database;
    private final Optional<EmbeddedBroker> broker;
    private final Optional<EmbeddedMailServer> mailServer;
    private final ObjectProvider<RoutesAtStart> routes;

    Welcome(
            ConfigurableEnvironment environment,
            ObjectProvider<EmbeddedDatabase> database,
            ObjectProvider<EmbeddedBroker> broker,
            ObjectProvider<EmbeddedMailServer> mailServer,
            ObjectProvider<RoutesAtStart> routes) {
        this.environment = environment;
        this.database = Optional.ofNullable(database.getIfAvailable());
        this.broker = Optional.ofNullable(broker.getIfAvailable());
        this.mailServer = Optional.ofNullable(mailServer.getIfAvailable());
        this.routes = routes;
    }

    @EventListener(ApplicationReadyEvent.class)
    void print() {
        routes.getObject().tell(RoutesAtStart.LONGEST_WAIT, said -> log.info(text(said)));
    }

    /** @param ofRoutes what is wrong with them */
    String text(Optional<String> ofRoutes) {
        Path data = Path.of(environment.getProperty("tollgate.data", "./data")).normalize();
        String port = environment.getProperty("local.server.port", "8080");
        String url = "http://127.0.0.1:" + port + "/webhooks/stripe";
        StringBuilder text = new StringBuilder("Tollgate is ready");
        ofRoutes.ifPresent(sentence -> line(text, "Routes", sentence));
        line(text, "Post events to", url);
        line(text, "Signing secret", secret(data));
        line(
                text,
                "Send a first one",
                "./tollgate send payment_intent.succeeded" + (port.equals("8080") ? "" : " --url " + url));
        broker.ifPresent(b -> line(text, "Queues", b.url() + " (OpenWire), 127.0.0.1:" + b.stompPort() + " (STOMP)"));
        mailServer.ifPresent(m -> line(text, "Mails", data.resolve("mail") + "/*.eml"));
        database.ifPresent(d -> line(text, "Tables", d.jdbcUrl() + ", user " + d.username()));
        database.ifPresent(
                d -> line(text, "Their password", "in the file " + Access.passwordFile(data.resolve("postgres"))));
        String operators = "http://127.0.0.1:" + environment.getProperty("local.management.port", "8081");
        line(text, "Log in at", operators + "/login");
        admin(data).ifPresent(file -> line(text, "As admin", "with the password in the file " + file));
        line(text, "Health", operators + "/actuator/health");
        return text.toString();
    }

    private String secret(Path data) {
        boolean generated = environment.getPropertySources().contains(GeneratedSecret.SOURCE);
        return generated ? "in the file " + GeneratedSecret.file(data) : "the one you have set";
    }

    private Optional<Path> admin(Path data) {
        return environment.getPropertySources().contains(GeneratedPassword.SOURCE)
                ? Optional.of(GeneratedPassword.file(data))
                : Optional.empty();
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append(String.format("%n  %-17s %s", name, value));
    }
}
