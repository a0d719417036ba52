package io.tollgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Role;
import io.tollgate.console.access.Browser;
import io.tollgate.support.TestBroker;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters in pages, of a real broker. */
class DeadLettersPageTest {
    private static final String PATH = "/console/dead-letters";

    private static TestBroker broker;
    private static People people;

    @BeforeAll
    static void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        broker = TestBroker.start(directory);
        people = People.at("--spring.activemq.broker-url=" + broker.url());
    }

    @AfterAll
    static void stop() throws Exception {
        people.close();
        broker.stop();
    }

    @Test
    void sendsAGroupBackOnceItHasSaidWhatThatIs() throws Exception {
        send(
                "DLQ.team.a",
                "evt_1",
                "invoice.paid",
                "Delivery[3] exceeds redelivery policy limit, cause:no such customer");
        send("DLQ.team.a", "evt_2", "charge.failed", "<script>alert(1)</script>");
        Browser operator = people.as(Role.OPERATOR);
        String asked = operator.get(PATH + "/move?queue=DLQ.team.a&type=invoice.paid&cause=no+such+customer")
                .body();
        assertThat(asked)
                .contains("would go back to their queue: 1", "evt_1")
                .doesNotContain("evt_2", "secret body", PATH + "/discard");
        HttpResponse<String> done = operator.post(PATH + "/retry", People.form(asked, PATH + "/retry"));
        assertThat(done.statusCode()).as(done.body()).isEqualTo(303);
        String path = done.headers().firstValue("Location").orElseThrow().replaceFirst(".*(?=/console)", "");
        assertThat(operator.get(path).body()).contains("dlq retry", "<dd>1</dd>", "It has ended.");

        String left = operator.get(PATH + "/move?queue=DLQ.team.a&cause=in+other+words")
                .body();
        assertThat(left)
                .contains("has this cause in other words", "evt_2", "&lt;script&gt;")
                .doesNotContain("evt_1", "<script>alert");
    }

    @Test
    void removesForAdminsOnly() throws Exception {
        send("DLQ.team.b", "evt_1", "invoice.paid", "x");
        String asked =
                people.as(Role.ADMIN).get(PATH + "/move?queue=DLQ.team.b").body();
        Map<String, String> form = People.form(asked, PATH + "/discard");
        Map<String, String> ofOperator = People.with(
                form,
                Map.entry(
                        "_csrf",
                        People.form(people.as(Role.OPERATOR).get("/console").body(), "/logout")
                                .get("_csrf")));
        assertThat(people.as(Role.OPERATOR).post(PATH + "/discard", ofOperator).statusCode())
                .isEqualTo(403);
        assertThat(people.as(Role.ADMIN).post(PATH + "/discard", form).statusCode())
                .isEqualTo(303);
        assertThat(people.as(Role.ADMIN).get(PATH + "/move?queue=DLQ.team.b").body())
                .contains("would go back to their queue: 0");
    }

    @Test
    void showsWhatTheQueuesOfTheRoutesHave() throws Exception {
        send("DLQ.stripe.mail", "evt_7", "invoice.paid", "no such mailbox");
        assertThat(people.as(Role.VIEWER).get(PATH).body())
                .contains("DLQ.stripe.mail", "no such mailbox")
                .doesNotContain(PATH + "/move");
        assertThat(people.as(Role.OPERATOR).get(PATH).body())
                .contains(PATH + "/move?queue=DLQ.stripe.mail&amp;type=invoice.paid&amp;cause=no+such+mailbox");
        assertThat(people.as(Role.VIEWER).get(PATH + "/move?queue=a").statusCode())
                .isEqualTo(403);
    }

    @Test
    void refusesWhatIsNotMeant() throws Exception {
        for (String query : new String[] {"", "?queue=", "?queue=a,b", "?quue=a", "?queue=%3E", "?from=x"}) {
            HttpResponse<String> answer = people.as(Role.OPERATOR).get(PATH + "/move" + query);
            assertThat(answer.statusCode()).as(query).isEqualTo(400);
            assertThat(answer.body()).contains("<html", "role=\"alert\"");
        }
    }

    private static void send(String queue, String event, String type, String cause) throws Exception {
        try (Connection connection = new ActiveMQConnectionFactory(broker.url()).createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            TextMessage message = session.createTextMessage("secret body");
            message.setStringProperty("stripeEventId", event);
            message.setStringProperty("stripeEventType", type);
            message.setStringProperty("dlqDeliveryFailureCause", cause);
            session.createProducer(session.createQueue(queue)).send(message);
        }
    }
}
