package io.tollgate.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.tollgate.TollgateApplication;
import io.tollgate.support.MailServer;
import io.tollgate.support.Queues;
import io.tollgate.support.SignedPosts;
import io.tollgate.support.TestBroker;
import io.tollgate.support.TestDatabase;
import io.tollgate.support.Traces;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.subethamail.smtp.RejectException;

/** The whole gateway with the routes that it ships: HTTP, PostgreSQL, a broker over TCP, a mail server, and a consumer. */
class OneTreeTest {
    private static final String SECRET = "whsec_of_the_tree";
    private static final String REQUEST = "POST /webhooks/stripe/{endpoint}";

    private final Traces traces = new Traces();
    private final MailServer mail = new MailServer();
    private TestBroker broker;
    private ConfigurableApplicationContext gateway;

    @BeforeEach
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        broker = TestBroker.start(directory.resolve("broker"));
        gateway = new SpringApplicationBuilder(TollgateApplication.class)
                .properties("tollgate.warm-up=0s")
                .initializers(context -> {
                    RootBeanDefinition bean = new RootBeanDefinition(Tracing.class, traces::tracing);
                    bean.setPrimary(true);
                    ((GenericApplicationContext) context).registerBeanDefinition("tracingOfTheTest", bean);
                })
                .run(
                        "--server.port=0",
                        "--server.address=127.0.0.1",
                        "--management.server.port=0",
                        "--spring.datasource.url=" + TestDatabase.newDatabase(),
                        "--spring.datasource.username=postgres",
                        "--spring.activemq.broker-url=" + broker.url(),
                        "--spring.mail.host=127.0.0.1",
                        "--spring.mail.port=" + mail.port(),
                        "--tollgate.data=" + directory.resolve("data"),
                        "--tollgate.redelivery.first=100ms",
                        "--tollgate.mail.finance=finance@example.org",
                        "--tollgate.webhook.endpoints.default.secrets=" + SECRET);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        broker.stop();
        mail.close();
    }

    @Test
    void anEventIsOneTreeFromItsRequestToItsConsumers() throws Exception {
        post("evt_tree");
        consume("stripe.disputes");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> traces.named("process stripe.mail").size() == 1);

        SpanData request = traces.the(REQUEST);
        assertThat(traces.all()).allMatch(span -> span.getTraceId().equals(request.getTraceId()));
        assertThat(traces.all())
                .filteredOn(span -> !span.getParentSpanContext().isValid())
                .containsExactly(request);
        assertThat(path(traces.the("store"))).containsExactly("store", REQUEST);
        assertThat(path(traces.the("consume stripe.disputes")))
                .containsExactly("consume stripe.disputes", "send stripe.disputes", "route", "attempt", REQUEST);
        assertThat(path(traces.the("step to-mail-server")))
                .containsExactly(
                        "step to-mail-server", "process stripe.mail", "send stripe.mail", "route", "attempt", REQUEST);
        assertThat(traces.the("send stripe.disputes").getKind()).isEqualTo(SpanKind.PRODUCER);
        assertThat(Traces.text(traces.the("send stripe.disputes"), "messaging.destination.name"))
                .isEqualTo("stripe.disputes");
        assertThat(traces.the("process stripe.mail").getKind()).isEqualTo(SpanKind.CONSUMER);
        assertThat(Traces.text(traces.the("attempt"), "tollgate.outcome")).isEqualTo("routed");
        assertNothingPersonal();
    }

    @Test
    void eachTryOfAQueueFlowIsOneMoreChildAndSaysTheClassOfItsFailureOnly() throws Exception {
        mail.answer = message -> {
            if (mail.tries.size() < 2) {
                throw new RejectException(451, "no room for cus_1");
            }
        };
        post("evt_tries");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> traces.named("process stripe.mail").size() == 2);

        List<SpanData> tries = traces.named("process stripe.mail");
        assertThat(tries)
                .extracting(span -> Traces.number(span, "tollgate.try"))
                .containsExactly(1L, 2L);
        assertThat(tries)
                .allSatisfy(span -> assertThat(span.getParentSpanId())
                        .isEqualTo(traces.the("send stripe.mail").getSpanId()));
        assertThat(Traces.text(tries.get(0), "error.type")).isNotNull();
        assertThat(Traces.text(tries.get(1), "error.type")).isNull();
        assertNothingPersonal();
    }

    private void assertNothingPersonal() {
        assertThat(traces.all().toString())
                .doesNotContain("cus_1", "1099", "fraudulent", "@example", "127.0.0.1", "whsec", "no room");
        assertThat(traces.all()).allMatch(span -> span.getEvents().isEmpty());
    }

    private void post(String id) {
        int port = gateway.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
        new SignedPosts(port, SECRET).send(id, "charge.dispute.created", 0);
    }

    /** As a consumer of another team does, which knows nothing of this gateway but the property. */
    private void consume(String queue) throws Exception {
        Message message = Queues.next(broker.url(), queue);
        traces.tracing()
                .begin(Kind.CONSUMER, "consume " + queue, message.getStringProperty("traceparent"), 0)
                .close();
    }

    /** The names from a span up to its root. */
    private List<String> path(SpanData from) {
        Map<String, SpanData> byId =
                traces.all().stream().collect(Collectors.toMap(SpanData::getSpanId, Function.identity()));
        return Stream.iterate(from, span -> span != null, span -> byId.get(span.getParentSpanId()))
                .map(SpanData::getName)
                // the router's own steps, and those that hold others
                .filter(name -> !name.startsWith("step ") || name.equals(from.getName()))
                .toList();
    }
}
