package io.tollgate.alerts;

import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tollgate.alerts.AlertRound.Stores;
import io.tollgate.inbox.Arrivals;
import io.tollgate.inbox.Backlog.Waiting;
import io.tollgate.inbox.BacklogSeen;
import io.tollgate.inbox.Gateways;
import io.tollgate.inbox.Leases;
import io.tollgate.inbox.OperatorConfiguration;
import io.tollgate.inbox.QueueFailures;
import io.tollgate.support.MailServer;
import io.tollgate.support.MovableClock;
import io.tollgate.support.TestDatabase;
import io.tollgate.support.WebServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Gateways that watch one database, by a clock of the test's; a real receiver of webhooks and a real mail server. */
final class AlertRig implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-02T10:00:00Z");

    final MovableClock clock = new MovableClock(START);
    final HikariDataSource database = TestDatabase.newInbox();
    final JdbcClient jdbc = OperatorConfiguration.jdbcClient(new JdbcTemplate(database));
    final WebServer webhook = new WebServer();
    final MailServer mail = new MailServer();
    final Map<String, Object> settings = new HashMap<>();
    final AtomicReference<List<Waiting>> waiting = new AtomicReference<>(List.of());
    final AtomicReference<Map<String, Long>> dead = new AtomicReference<>(Map.of());
    final Silences silences = new Silences(jdbc, clock);
    final AlertBook book = new AlertBook(jdbc);
    private final Path data;

    AlertRig(Path data) throws IOException {
        this.data = data;
        settings.put("tollgate.alerts.webhook.url", "http://127.0.0.1:" + webhook.port() + "/secret-path");
        settings.put("tollgate.mail.host", "127.0.0.1");
        settings.put("tollgate.mail.port", mail.port());
        settings.put("tollgate.mail.from", "tollgate@example.com");
        settings.put("tollgate.mail.timeout", "2s");
    }

    /** One that watches; looked at by {@link Gateway#look}. */
    Gateway gateway(String name) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new MapPropertySource("test", settings));
        AlertsProperties properties = new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("tollgate.alerts", AlertsProperties.class);
        MailServerSettings server = new MailServerSettings(
                "127.0.0.1",
                mail.port(),
                "",
                "",
                MailServerSettings.of(environment).properties());
        List<Channel> channels = Ways.of(properties, server, environment).channels();
        MeterRegistry registry = new SimpleMeterRegistry();
        Wording wording = new Wording(properties.name(), name);
        Questions questions = new Questions(properties, name, clock);
        Messages messages = new Messages(jdbc);
        AlertNews news = new AlertNews(registry);
        AlertRound round = new AlertRound(
                name,
                questions.own(new Meters(registry), data),
                questions.shared(
                        new Gateways(jdbc, clock),
                        new QueueFailures(jdbc, database),
                        new Backlog(),
                        new Arrivals(jdbc),
                        server),
                new Stores(book, new Sights(jdbc, clock), messages, silences, new Leases(jdbc)),
                new Holding(book, properties),
                new Delivery(messages, channels, wording, clock),
                new DatabaseWatch(channels, wording, properties.hold(), true, clock),
                news,
                clock);
        return new Gateway(name, round, registry, news);
    }

    record Gateway(String name, AlertRound round, MeterRegistry registry, AlertNews news) {
        void look() {
            round.look();
        }
    }

    private final class Backlog implements BacklogSeen {
        @Override
        public List<Waiting> waiting() {
            return waiting.get();
        }

        @Override
        public Map<String, Long> dead() {
            return dead.get();
        }
    }

    /** All of them look each 15 s. */
    void passes(Duration time, Gateway... gateways) {
        passes(time, () -> {}, gateways);
    }

    /** @param step happens before each look */
    void passes(Duration time, Runnable step, Gateway... gateways) {
        for (long seconds = 0; seconds < time.toSeconds(); seconds += 15) {
            clock.move(Duration.ofSeconds(15));
            step.run();
            for (Gateway gateway : gateways) {
                gateway.look();
            }
        }
    }

    void store(String id, Instant at) {
        jdbc.sql("""
                INSERT INTO tollgate.inbox (id, type, endpoint, payload, received_at, due_at, status)
                VALUES (?, 'charge.succeeded', 'default', '', ?, ?, 'ROUTED')""")
                .params(id, java.sql.Timestamp.from(at), java.sql.Timestamp.from(at))
                .update();
    }

    /** What the webhook has got: {@code began broker-away}, and the subject if there is one. */
    List<String> told() {
        return webhook.requests.stream().map(AlertRig::told).toList();
    }

    static String told(String request) {
        String subject = value(request, "subject");
        return value(request, "event") + " " + value(request, "condition") + (subject.isEmpty() ? "" : " " + subject);
    }

    static String value(String request, String name) {
        String rest = request.substring(request.indexOf("\"" + name + "\":\"") + name.length() + 4);
        return rest.substring(0, rest.indexOf('"'));
    }

    @Override
    public void close() {
        webhook.close();
        mail.close();
        database.close();
    }
}
