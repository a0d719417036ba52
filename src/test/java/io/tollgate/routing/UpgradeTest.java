package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.MailServer;
import io.tollgate.support.RoutesFolder;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A routes folder of the first edition, edited by a team, and what its flows have written: it goes on, and moves to today's. */
class UpgradeTest {
    private static final Instant ARRIVAL = Instant.parse("2026-01-01T00:00:10Z");
    private static final Map<String, List<String>> OF_BEFORE = Map.of(
            "payment_intent.succeeded", List.of("jms:queue:stripe.payments.succeeded"),
            "payment_intent.payment_failed", List.of("jms:queue:stripe.payments.failed", "jms:queue:stripe.mail"),
            "payment_intent.failed", List.of("jms:queue:stripe.payments.failed", "jms:queue:stripe.mail"),
            "checkout.session.completed", List.of("sql:to-checkout-session", "jms:queue:stripe.checkout.completed"),
            "invoice.payment_failed", List.of("jms:queue:stripe.mail"),
            "charge.dispute.created", List.of("jms:queue:stripe.disputes", "jms:queue:stripe.mail"),
            "customer.subscription.updated", List.of("sql:to-subscription", "jms:queue:stripe.subscriptions"),
            "charge.refunded", List.of("sql:to-team-refund", "jms:queue:stripe.mail"));

    private final MailServer server = new MailServer();
    private Path before;
    private Flows flows;
    private int number;

    @BeforeEach
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        before = RoutesFolder.copy(Path.of("src/test/resources/routes-of-before"), directory.resolve("before"));
        editedByATeam(before);
        flows = new Flows(
                directory.resolve("broker"),
                Map.of("tollgate.mail.port", String.valueOf(server.port()), "tollgate.routes", before.toString()));
    }

    @AfterEach
    void stop() throws Exception {
        flows.close();
        server.close();
    }

    private static void editedByATeam(Path folder) throws Exception {
        Files.writeString(folder.resolve("charge-refunded.camel.yaml"), """
                - route:
                    id: charge-refunded
                    description: Keeps refunds, and tells finance
                    from:
                      id: from-router-charge-refunded
                      uri: direct
                      parameters:
                        name: charge-refunded
                      steps:
                        - to:
                            id: to-team-refund
                            uri: sql
                            parameters:
                              noop: true
                              query: "INSERT INTO stripe.refund (charge) VALUES (CAST(:#${variable.event[data][object][id]} AS text)) ON CONFLICT DO NOTHING"
                        - setHeader:
                            id: mail-template-refund
                            name: mailTemplate
                            expression:
                              constant:
                                expression: charge-refunded
                        - to:
                            id: to-mail-refund
                            uri: jms
                            parameters:
                              destinationType: queue
                              destinationName: stripe.mail
                """);
        Files.writeString(
                folder.resolve("tables/R__refund.sql"),
                "CREATE TABLE IF NOT EXISTS stripe.refund (charge text PRIMARY KEY);");
        Files.writeString(
                folder.resolve("templates/charge-refunded.mustache"),
                "Subject: Team: {{{body.amount}}} to {{{body.customer}}}\\n\\n{{{body.link}}} {{{variables.event.id}}}\\n"
                        .replace("\\n", "\n"));
    }

    private List<String> route(String type, long created, String object) throws Exception {
        return flows.route(Flows.event("evt_up" + ++number, type, created, ARRIVAL, object));
    }

    @Test
    void theOldFolderRoutesEachTypeAsBefore() throws Exception {
        flows.load(before);
        for (Map.Entry<String, List<String>> type : OF_BEFORE.entrySet()) {
            assertThat(route(type.getKey(), 100, "{\"id\":\"x_1\",\"amount\":100,\"currency\":\"usd\"}"))
                    .as(type.getKey())
                    .isEqualTo(type.getValue());
        }
        flows.route(Flows.event("evt_team", "charge.refunded", """
                {"id":"ch_1","object":"charge","amount":10000,"amount_refunded":500,"currency":"usd",
                 "billing_details":{"name":"Pat","email":"pat@example.com"}}"""));
        await().until(() -> server.mailOf("evt_team") != null);
        MimeMessage mail = server.mailOf("evt_team");
        assertThat(mail.getSubject()).isEqualTo("Team: 5.00 USD to Pat <pat@example.com>");
        assertThat(MailServer.text(mail)).contains("/test/payments/ch_1 evt_team");
    }

    @Test
    void theTablesKeepTheirRowsAndNoOlderEventOverridesThem() throws Exception {
        flows.load(before);
        String subscription = "{\"id\":\"%s\",\"object\":\"subscription\",\"status\":\"%s\"}";
        route("customer.subscription.updated", 200, subscription.formatted("sub_1", "active"));
        route("customer.subscription.deleted", 200, subscription.formatted("sub_2", "canceled"));
        route("checkout.session.completed", 200, "{\"id\":\"cs_1\",\"payment_status\":\"paid\"}");

        flows.load(Flows.ROUTES);

        route("customer.subscription.updated", 100, subscription.formatted("sub_1", "past_due"));
        route("customer.subscription.updated", 300, subscription.formatted("sub_2", "active"));
        route("checkout.session.completed", 100, "{\"id\":\"cs_1\",\"payment_status\":\"unpaid\"}");
        assertThat(states()).containsExactly("cs_1 paid", "sub_1 active", "sub_2 canceled");
        assertThat(flows.jdbc.queryForList(
                        "SELECT id || ' ' || status || ' ' || deleted FROM stripe.subscription_v ORDER BY 1",
                        String.class))
                .containsExactly("sub_1 active false", "sub_2 active true");

        route("customer.subscription.updated", 400, subscription.formatted("sub_1", "unpaid"));
        assertThat(states()).containsExactly("cs_1 paid", "sub_1 unpaid", "sub_2 canceled");
    }

    private List<String> states() {
        return flows.jdbc.queryForList(
                "SELECT id || ' ' || status FROM stripe.subscription UNION SELECT id || ' ' || payment_status FROM stripe.checkout_session ORDER BY 1",
                String.class);
    }
}
