package io.tollgate.routing.rehearsal;

import io.tollgate.text.Reason;
import java.util.Map;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.ThreadsDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.processor.LogProcessor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.ExchangeHelper;

/** Stands before each step of a set: notes what it does, ends what takes too long, and neither waits nor logs. */
final class StepRecorder implements InterceptStrategy {
    private static final String DEPTH = "tollgateDepth";
    private final Function<NamedNode, String> places;
    private final OwnCode code;

    /** @param places where a step stands */
    StepRecorder(Function<NamedNode, String> places, OwnCode code) {
        this.places = places;
        this.code = code;
    }

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode node, Processor target, Processor next) {
        Step step = new Step(node, places.apply(node), target, code.holdsBack(node, context));
        return new AsyncProcessorSupport() {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                run(exchange, Recording.at(exchange), step);
                callback.done(true);
                return true;
            }
        };
    }

    private record Step(NamedNode node, String place, Processor target, boolean isHeldBack) {
        String id() {
            return node.getId();
        }

        /** @return what it would have logged; null for nothing */
        String run(Exchange exchange) throws Exception {
            if (isHeldBack) {
                throw OwnCode.outOfBounds("in step " + id());
            }
            if (target instanceof LogProcessor log) {
                Expression expression = log.getExpression();
                return expression == null ? log.getMessage() : expression.evaluate(exchange, String.class);
            }
            if (node instanceof AggregateDefinition || node instanceof ResequenceDefinition) {
                Recording.at(exchange)
                        .note("Step " + id() + " (" + place
                                + ") holds messages back: what becomes of them is not shown");
            } else if (node instanceof WireTapDefinition || node instanceof ThreadsDefinition) {
                Recording.at(exchange).handOver();
            }
            if (!(node instanceof DelayDefinition) && !(node instanceof ThrottleDefinition)) {
                target.process(exchange);
            }
            return null;
        }
    }

    /** @param recording null for an exchange that is about no event */
    private static void run(Exchange exchange, Recording recording, Step step) {
        if (recording == null) {
            runAlone(exchange, step);
            return;
        }
        int depth = exchange.getProperty(DEPTH, 0, Integer.class);
        boolean traces = recording.traces();
        String route = ExchangeHelper.getAtRouteId(exchange);
        int at = traces ? recording.begin(traced(exchange, step, route, depth, 0, null)) : 0;
        exchange.setProperty(DEPTH, depth + 1);
        AtStep before = AtStep.current();
        AtStep here = new AtStep(recording, route, step.id(), step.place());
        AtStep.enter(here, exchange);
        long start = System.nanoTime();
        String said = null;
        try {
            recording.step(step.id());
            said = step.run(exchange);
        } catch (Throwable failure) {
            exchange.setException(failure);
        } finally {
            AtStep.enter(before);
            exchange.setProperty(DEPTH, depth);
        }
        if (exchange.getException() != null) {
            recording.failures().add(exchange.getException(), here);
        }
        if (traces) {
            recording.ended(at, traced(exchange, step, route, depth, (System.nanoTime() - start) / 1000, said));
        }
    }

    private static void runAlone(Exchange exchange, Step step) {
        try {
            step.target().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    private static TracedStep traced(Exchange exchange, Step step, String route, int depth, long micros, String said) {
        Throwable failure = exchange.getException();
        Map<String, Object> variables = exchange.getVariables();
        return new TracedStep(
                route,
                step.id(),
                step.node().getShortName(),
                step.place(),
                depth,
                micros,
                said,
                Texts.of(exchange.getMessage().getBody()),
                Texts.of(exchange.getMessage().getHeaders()),
                Texts.of(variables),
                failure == null ? null : Reason.of(failure));
    }
}
