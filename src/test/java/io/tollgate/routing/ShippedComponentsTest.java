package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.support.Queues;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Each component, language and data format that comes along runs behind a queue; {@link ShippedServersTest} has the rest. */
@TestInstance(Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
class ShippedComponentsTest {
    private static final String XML = "<note><id>evt_1</id></note>";

    private Shipped shipped;

    @BeforeAll
    void load(@TempDir(cleanup = CleanupMode.NEVER) Path folder) throws Exception {
        shipped = new Shipped(folder, "shipped", "");
    }

    @AfterAll
    void close() throws Exception {
        shipped.close();
    }

    static String text(Message message) throws Exception {
        return message instanceof TextMessage
                ? message.getBody(String.class)
                : new String(message.getBody(byte[].class), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "simple,evt_1 is invoice.payment_failed",
        "constant,as written",
        "header,evt_1",
        "variable,kept evt_1",
        "exchangeProperty,kept evt_1",
        "spel,evt_1 by spel",
        "method,{",
        "ref,by a bean",
        "jq,3500",
        "jsonpath,andre@example.com",
    })
    void aLanguageMakesABody(String language, String body) throws Exception {
        assertThat(text(shipped.made(language, Shipped.event()))).isEqualTo(body);
    }

    @Test
    void xpathMakesABodyOfXml() throws Exception {
        assertThat(text(shipped.made("xpath", XML))).isEqualTo("evt_1");
    }

    @Test
    void tokenizeTakesATextApart() throws Exception {
        shipped.send("try.tokenize", "a,b,c");

        assertThat(shipped.flows.drain("did.tokenize"))
                .extracting(ShippedComponentsTest::text)
                .containsExactly("a", "b", "c");
    }

    @Test
    void jqAndJsonpathChooseUnderTheRelayToo() throws Exception {
        for (String object : List.of(
                "{\"amount_due\":3500,\"currency\":\"usd\"}",
                "{\"amount_due\":10,\"currency\":\"jpy\"}",
                "{\"amount_due\":10,\"currency\":\"usd\"}")) {
            shipped.flows.route(Flows.event("evt_1", "invoice.payment_failed", object));
        }

        for (String queue : List.of("relay.large", "relay.yen", "relay.other")) {
            assertThat(shipped.flows.drain(queue)).as(queue).singleElement().satisfies(message -> {
                assertThat(message.getStringProperty("amount")).isEqualTo(queue.equals("relay.large") ? "3500" : "10");
                assertThat(message.getStringProperty("currency")).isEqualTo(queue.equals("relay.yen") ? "jpy" : "usd");
            });
        }
    }

    @Test
    void jsonIsReadAndWritten() throws Exception {
        assertThat(text(shipped.made("json", "{ \"id\" : \"évt\" }"))).isEqualTo("{\"id\":\"évt\"}");
    }

    @Test
    void mimeMultipartIsWritten() throws Exception {
        String hello = Base64.getEncoder().encodeToString("hello".getBytes(StandardCharsets.UTF_8));

        assertThat(text(shipped.made("mimeMultipart", "hello"))).contains("multipart/mixed", hello);
    }

    @ParameterizedTest
    @CsvSource({
        "bean,{",
        "browse,",
        "class,by a class",
        "controlbus,Started",
        "dataformat,evt_1",
        "direct,",
        "language,evt_1",
        "log,",
        "mock,",
        "mustache,Event evt_1",
        "ref-endpoint,by an endpoint",
        "rest,the answer",
        "seda,",
        "stub,",
    })
    void aComponentMakesABodyOrLeavesIt(String component, String body) throws Exception {
        assertThat(text(shipped.made(component, Shipped.event()))).isEqualTo(body == null ? Shipped.event() : body);
    }

    @Test
    void logWritesToTheLog(CapturedOutput output) throws Exception {
        shipped.made("log", Shipped.event());

        assertThat(output).contains("shipped.log", "stripeEventId=evt_1");
    }

    @ParameterizedTest
    @CsvSource({"timer", "scheduler"})
    void aClockStartsAFlow(String component) throws Exception {
        assertThat(text(shipped.taken(component))).isEqualTo("ticked");
    }

    @Test
    void validatorLetsByWhatIsAsTheSchemaSays() throws Exception {
        assertThat(text(shipped.made("validator", XML))).isEqualTo(XML);

        shipped.send("try.validator", "<other/>");

        assertThat(Queues.next(shipped.flows.broker.url(), "DLQ.try.validator")).isNotNull();
    }

    @Test
    void xsltMakesATextOfXml() throws Exception {
        assertThat(text(shipped.made("xslt", XML))).isEqualTo("id: evt_1");
    }
}
