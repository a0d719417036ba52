package io.tollgate.routing.check;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.DefaultMessage;
import org.apache.camel.util.CaseInsensitiveMap;

/**
 * An event of one type as the relay hands it to a flow. It notes what it is asked for while Camel evaluates an expression on
 * it, so that each way to write the same thing counts.
 */
final class SampleEvent {
    /** What comes with each event. */
    static final List<String> HEADERS = List.of(
            "JMSType",
            "JMSCorrelationID",
            "stripeEventId",
            "stripeEventType",
            "stripeEndpoint",
            "stripeLivemode",
            "stripeCreated",
            "stripeApiVersion",
            "stripeAccount",
            "stripeObjectId");

    static final String BODY = "{}";

    private final String type;
    private final Exchange exchange;
    private final Exchange noting;
    private Asked asked = new Asked();

    SampleEvent(CamelContext context, String type) {
        this.type = type;
        this.exchange = new DefaultExchange(context);
        this.noting = (Exchange) Proxy.newProxyInstance(
                SampleEvent.class.getClassLoader(),
                new Class<?>[] {Exchange.class},
                (proxy, method, arguments) -> note(method, arguments));
        exchange.setMessage(new DefaultMessage(context) {
            @Override
            protected Map<String, Object> createHeaders() {
                return new CaseInsensitiveMap() {
                    @Override
                    public Object get(Object name) {
                        asked.header(String.valueOf(name));
                        return super.get(name);
                    }
                };
            }
        });
        HEADERS.forEach(name -> exchange.getMessage().setHeader(name, Asked.isType(name) ? type : "text"));
        exchange.getMessage().setHeader("stripeLivemode", true);
        exchange.getMessage().setHeader("stripeCreated", 1L);
        exchange.getMessage().setBody(BODY);
    }

    /** For Camel to evaluate one expression on. */
    Exchange exchange() {
        asked = new Asked();
        return noting;
    }

    /** Since {@link #exchange()} was called. */
    Asked asked() {
        return asked;
    }

    private Object note(Method method, Object[] arguments) throws Throwable {
        if (method.getName().equals("getVariable")) {
            Object value = variable(String.valueOf(arguments[0]));
            Object wanted = arguments[arguments.length - 1];
            return wanted instanceof Class<?> as
                    ? exchange.getContext().getTypeConverter().convertTo(as, exchange, value)
                    : value;
        }
        asked.forMore |= method.getName().equals("getProperty") && arguments[0] instanceof String;
        try {
            return method.invoke(exchange, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private Object variable(String name) {
        asked.variable(name);
        return switch (name) {
            case "event" -> SampleObject.event(type, asked);
            case "receivedAt" -> "2026-01-01T00:00:00Z";
            default -> null;
        };
    }
}
