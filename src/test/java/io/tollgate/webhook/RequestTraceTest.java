package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.tollgate.support.Signatures;
import io.tollgate.support.TestDatabase;
import io.tollgate.support.Traces;
import io.tollgate.trace.Tracing;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.support.GenericApplicationContext;

/** What a request may do to traces: nothing, before its signature fits. */
class RequestTraceTest {
    private static final String FOREIGN = "00-11111111111111111111111111111111-2222222222222222-01";

    private final Traces traces = new Traces();
    private final Ingress gateway = Ingress.start(
            context -> {
                RootBeanDefinition bean = new RootBeanDefinition(Tracing.class, traces::tracing);
                bean.setPrimary(true);
                ((GenericApplicationContext) context).registerBeanDefinition("tracingOfTheTest", bean);
            },
            TestDatabase.newDatabase());

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aSignedRequestIsTheRootOfATraceWithTheStoreInIt() throws Exception {
        gateway.postSigned(Ingress.event("evt_1"));

        await().until(() -> traces.all().size() == 2);
        SpanData request = traces.the("POST /webhooks/stripe/{endpoint}");
        SpanData store = traces.the("store");
        assertThat(request.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(request.getParentSpanContext().isValid()).isFalse();
        assertThat(Traces.text(request, "tollgate.event.id")).isEqualTo("evt_1");
        assertThat(Traces.text(request, "tollgate.outcome")).isEqualTo("stored");
        assertThat(Traces.number(request, "http.response.status_code")).isEqualTo(200);
        assertThat(store.getParentSpanId()).isEqualTo(request.getSpanId());
        assertThat(request.getStartEpochNanos()).isLessThan(store.getStartEpochNanos());
        assertThat(gateway.jdbc().queryForObject("SELECT traceparent FROM tollgate.inbox", String.class))
                .startsWith("00-" + request.getTraceId() + "-" + request.getSpanId() + "-");
        assertThat(traces.all().toString()).doesNotContain("1099", "pi_1", "127.0.0.1", "whsec");
    }

    @Test
    void aStrangerMakesNoSpanAndChoosesNoTrace() throws Exception {
        String body = Ingress.event("evt_1");
        gateway.send(gateway.post("/webhooks/stripe", body.getBytes(StandardCharsets.UTF_8))
                .header("traceparent", FOREIGN)
                .header("Stripe-Signature", Signatures.sign(body, "whsec_other", Instant.now())));
        gateway.send(gateway.post("/webhooks/stripe", body.getBytes(StandardCharsets.UTF_8))
                .header("traceparent", FOREIGN));
        gateway.send(gateway.post("/webhooks/stripe", body.getBytes(StandardCharsets.UTF_8))
                .header("traceparent", FOREIGN)
                .header("Stripe-Signature", Signatures.sign(body, Ingress.SECRET, Instant.now())));

        await().until(() -> !traces.named("POST /webhooks/stripe/{endpoint}").isEmpty());
        assertThat(traces.all()).hasSize(2).noneMatch(span -> span.getTraceId().startsWith("1111"));
    }

    @Test
    void aDuplicateHasATraceOfItsOwnAndTheEventKeepsTheFirst() throws Exception {
        gateway.postSigned(Ingress.event("evt_1"));
        String first = gateway.jdbc().queryForObject("SELECT traceparent FROM tollgate.inbox", String.class);
        gateway.postSigned(Ingress.event("evt_1"));

        await().until(() -> traces.named("POST /webhooks/stripe/{endpoint}").size() == 2);
        assertThat(traces.named("POST /webhooks/stripe/{endpoint}"))
                .extracting(span -> Traces.text(span, "tollgate.outcome"))
                .containsExactlyInAnyOrder("stored", "duplicate");
        assertThat(gateway.jdbc().queryForObject("SELECT traceparent FROM tollgate.inbox", String.class))
                .isEqualTo(first);
    }
}
