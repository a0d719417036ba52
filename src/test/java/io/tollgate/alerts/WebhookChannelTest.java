package io.tollgate.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.support.WebServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebhookChannelTest {
    private static final Instant AT = Instant.parse("2026-03-02T10:00:00Z");
    private static final Alert ALERT = new Alert(
            7, "flow-failing", "<!channel> & more", "On gateway-1", AT, AT.plusSeconds(60), null, null, null, null);
    private static final Alert OVER = new Alert(
            7,
            "flow-failing",
            "",
            "On gateway-1",
            AT,
            AT.plusSeconds(60),
            null,
            AT.plusSeconds(90),
            AT.plusSeconds(150),
            null);
    private static final Wording WORDING = new Wording("staging", "gateway-1");

    private WebServer server;

    @BeforeEach
    void start() throws Exception {
        server = new WebServer();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aPlainReceiverGetsAllOfIt() throws Exception {
        JsonNode body = sent(Shape.GENERIC, WORDING.of(ALERT, Edge.BEGAN));
        assertThat(body.get("id").asText()).isEqualTo("staging:flow-failing:7:began");
        assertThat(body.get("key").asText()).isEqualTo("staging:flow-failing:7");
        assertThat(body.get("at").asText()).isEqualTo("2026-03-02T10:01:00Z");
        assertThat(body.get("text").asText()).startsWith("Since 2026-03-02T10:00:00Z: a flow keeps failing");
    }

    @Test
    void nobodyIsCalledInSlack() throws Exception {
        assertThat(sent(Shape.SLACK, WORDING.of(ALERT, Edge.BEGAN)).get("text").asText())
                .startsWith("[staging gateway-1] flow-failing: &lt;!channel&gt; &amp; more began\nSince");
    }

    @Test
    void teamsGetsAnAdaptiveCard() throws Exception {
        JsonNode body = sent(Shape.TEAMS, WORDING.of(ALERT, Edge.BEGAN));
        assertThat(body.get("type").asText()).isEqualTo("message");
        JsonNode attachment = body.get("attachments").get(0);
        assertThat(attachment.get("contentType").asText()).isEqualTo("application/vnd.microsoft.card.adaptive");
        assertThat(attachment.at("/content/type").asText()).isEqualTo("AdaptiveCard");
        assertThat(attachment.at("/content/body/0/text").asText()).contains("flow-failing");
    }

    @Test
    void aPagerGetsOneKeyForBothEnds() throws Exception {
        JsonNode began = sent(Shape.PAGERDUTY, WORDING.of(ALERT, Edge.BEGAN));
        JsonNode ended = sent(Shape.PAGERDUTY, WORDING.of(OVER, Edge.ENDED));
        assertThat(began.get("routing_key").asText()).isEqualTo("the-routing-key");
        assertThat(began.get("event_action").asText()).isEqualTo("trigger");
        assertThat(ended.get("event_action").asText()).isEqualTo("resolve");
        assertThat(began.get("dedup_key")).isEqualTo(ended.get("dedup_key"));
        assertThat(began.at("/payload/severity").asText()).isEqualTo("error");
        assertThat(began.at("/payload/source").asText()).isEqualTo("staging gateway-1");
        assertThat(began.at("/payload/summary").asText()).contains("flow-failing");
    }

    @Test
    void whatIsRefusedIsSaidWithoutTheUrl() {
        server.failures.set(1);
        assertThatThrownBy(() -> channel(server.port(), Shape.GENERIC).send(WORDING.of(ALERT, Edge.BEGAN)))
                .isInstanceOf(Channel.NotTaken.class)
                .hasMessage("it answers 500 the answer");
    }

    @Test
    void aReceiverThatIsAwayOrHangsIsSaidWithoutTheUrl() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(
                            () -> channel(hanging.getLocalPort(), Shape.GENERIC).send(WORDING.of(ALERT, Edge.BEGAN)))
                    .isInstanceOf(Channel.NotTaken.class)
                    .hasMessageContaining("no answer")
                    .hasMessageNotContainingAny("secret", "127.0.0.1");
        }
        int port = server.port();
        server.close();
        assertThatThrownBy(() -> channel(port, Shape.GENERIC).send(WORDING.of(ALERT, Edge.BEGAN)))
                .isInstanceOf(Channel.NotTaken.class)
                .hasMessage("no answer (ConnectException)");
    }

    private JsonNode sent(Shape shape, Message message) throws Exception {
        assertThat(channel(server.port(), shape).send(message)).isEqualTo("200 the answer");
        String request = server.requests.get(server.requests.size() - 1);
        assertThat(request).startsWith("POST /secret {");
        return new ObjectMapper().readTree(request.substring(request.indexOf('{')));
    }

    private static WebhookChannel channel(int port, Shape shape) {
        return new WebhookChannel(
                URI.create("http://127.0.0.1:" + port + "/secret"), shape, "the-routing-key", Duration.ofSeconds(1));
    }
}
