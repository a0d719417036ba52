package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** "What is missing is null", on each step of the way. */
class NullSafeSimpleTest {
    private static final String EVENT = """
            {"id":"evt_1","data":{"object":{"id":"in_1","parent":null,"text":"words","a.b":7,"paid":true,"amount":1200,
             "lines":{"data":[{"price":{"id":"price_1"}},{"price":null}]},"metadata":{"order":"6735"}}}}""";

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final NullSafeSimple simple = new NullSafeSimple();
    private Exchange exchange;

    @BeforeEach
    void start() throws Exception {
        context.start();
        simple.setCamelContext(context);
        exchange = new DefaultExchange(context);
        exchange.setVariable("event", new ObjectMapper().readValue(EVENT, Map.class));
        exchange.getMessage().setBody(new ObjectMapper().readValue(EVENT, Map.class));
        exchange.getMessage().setHeader("i", "1");
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    private Object value(String expression) {
        return simple.createExpression(expression).evaluate(exchange, Object.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${variable.event[data][object][parent][x]}",
                "${variable.event[data][object][parent][x][y][z]}",
                "${variable.event[related_object][id]}",
                "${variable.event[data][object][text][x]}",
                "${variable.event[data][object][amount][x]}",
                "${variable.event[data][object][lines][data][5][price][id]}",
                "${variable.event[data][object][lines][data][1][price][id]}",
                "${variable.event[data][object][lines][data][x][id]}",
                "${variable.event[data][object][parent].size()}",
                "${variable.nothing[data][object]}",
                "${variable.event?.[data]?.[object]?.[parent]?.[x]}",
                "${variable.event[data]?[object]?[parent]?[x]}",
                "$simple{variable.event[data][object][parent][x]}"
            })
    void whatIsMissingIsNull(String expression) {
        assertThat(value(expression)).isNull();
        assertThat(simple.createPredicate(expression + " == null").matches(exchange))
                .isTrue();
        assertThat(simple.createPredicate(expression + " == 'x'").matches(exchange))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${variable.event[data][object][id]} | in_1",
                "${variable.event['data']['object'][id]} | in_1",
                "${variable.event[data][object][a.b]} | 7",
                "${variable.event[data][object][lines][data][0][price][id]} | price_1",
                "${variable.event[data][object][lines][data].size()} | 2",
                "${variable.event[data][object][metadata][order]}, ${body[id]} and variable.event[x] | 6735, evt_1 and variable.event[x]",
                "${body[data][object][lines][data][0][price][id]} | price_1",
                "${variable.event[id]}: ${variable.event[data][object][parent][x]}. | evt_1: .",
                "no function, variable.event[0] | no function, variable.event[0]",
                "${join(',','variable.event[type]=','x')} | variable.event[type]=x"
            })
    void whatIsThereIsThere(String expression, String value) {
        assertThat(String.valueOf(simple.createExpression(expression).evaluate(exchange, String.class)))
                .isEqualTo(value);
    }

    @Test
    void whatCamelSaysOfAMistakeIsAboutWhatWasWritten() {
        assertThatThrownBy(() -> simple.createExpression("${variable.event[data][object]")
                        .evaluate(exchange, String.class))
                .hasMessageContaining("${variable.event[data][object]")
                .hasMessageNotContaining("?.");
    }
}
