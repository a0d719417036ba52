package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.inbox.Envelope;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.FlowContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;

/** What a flow reads of an event: the first step of the shipped router, and expressions as they stand in flows. */
final class FlowsReading implements AutoCloseable {
    private static final Path ROUTER = Path.of("routes/router.camel.yaml");
    private static final int LONGEST = 250;

    private final Map<String, Expression> expressions = new HashMap<>();
    private final DefaultCamelContext context;
    private final ProducerTemplate producer;

    FlowsReading() throws Exception {
        String router = Files.readString(ROUTER);
        context = FlowContext.start(ROUTER.getParent(), router.substring(0, router.indexOf("        - choice:")));
        producer = context.createProducerTemplate();
    }

    /** Fails unless a flow reads the same of these bytes as the envelope says. */
    void agreesWith(Envelope envelope, byte[] payload) {
        VerifiedEvent event = envelope.toEvent("default", payload, Instant.EPOCH);
        Exchange exchange = producer.send(
                "direct:router", message -> message.getMessage().setBody(new String(payload, StandardCharsets.UTF_8)));
        assertThat(exchange.getException())
                .as("a flow cannot read what the inbox takes")
                .isNull();
        assertThat(event.id()).isEqualTo(read(exchange, "[id]"));
        assertThat(event.type()).isEqualTo(read(exchange, "[type]"));
        assertThat(event.livemode()).isEqualTo(read(exchange, "[livemode]"));
        assertThat(event.created()).isEqualTo(seconds(read(exchange, "[created]")));
        assertThat(event.account()).isEqualTo(account(exchange));
        assertThat(event.apiVersion()).isEqualTo(label(read(exchange, "[api_version]")));
        String objectId = label(read(exchange, "[data][object][id]"));
        assertThat(event.objectId())
                .isEqualTo(objectId != null ? objectId : label(read(exchange, "[related_object][id]")));
    }

    private String account(Exchange exchange) {
        String account = label(read(exchange, "[account]"));
        return account != null
                ? account
                : Stream.of("[user_id]", "[context]")
                        .map(path -> label(read(exchange, path)))
                        .filter(name -> name != null && name.matches("(.*/)?acct_\\w+"))
                        .map(name -> name.replaceFirst(".*/", ""))
                        .findFirst()
                        .orElse(null);
    }

    /** Null also where a flow fails, since there is nothing at that path. */
    private Object read(Exchange exchange, String path) {
        try {
            return expressions.computeIfAbsent(path, this::expression).evaluate(exchange, Object.class);
        } catch (RuntimeException e) {
            return null;
        }
    }

    private Expression expression(String path) {
        Expression expression = context.resolveLanguage("simple").createExpression("${variable.event" + path + "}");
        expression.init(context);
        return expression;
    }

    /** The contract: a text that describes, unless it is none of Stripe's. */
    private static String label(Object value) {
        return value instanceof String text
                        && text.length() <= LONGEST
                        && !text.matches("(?s).*[\\p{IsCc}\\p{IsCf}\\p{IsCs}\\p{IsZl}\\p{IsZp}].*")
                ? text
                : null;
    }

    private static Object seconds(Object value) {
        if (value instanceof String text) {
            return OffsetDateTime.parse(text).toEpochSecond();
        }
        return value instanceof Integer number ? (Object) number.longValue() : value;
    }

    @Override
    public void close() throws IOException {
        context.close();
    }
}
