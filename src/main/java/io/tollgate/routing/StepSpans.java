package io.tollgate.routing;

import io.tollgate.routing.queue.MessageSpans;
import io.tollgate.trace.Kind;
import io.tollgate.trace.Span;
import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/** A span for each step of a flow, within that of the step it is in. An exchange that is in no span, such as a rehearsal's, has none. */
final class StepSpans implements InterceptStrategy {
    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode node, Processor target, Processor next) {
        Kind kind = isSend(node) ? Kind.PRODUCER : Kind.INTERNAL;
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                Span parent = MessageSpans.of(exchange);
                if (parent == Span.NONE) {
                    return super.process(exchange, callback);
                }
                Span span = begin(parent, kind, node, exchange);
                MessageSpans.set(exchange, span);
                return super.process(exchange, doneSync -> {
                    MessageSpans.set(exchange, parent);
                    end(span, exchange.getException());
                    callback.done(doneSync);
                });
            }
        };
    }

    private static Span begin(Span parent, Kind kind, NamedNode node, Exchange exchange) {
        return parent.child(kind, "step " + node.getId())
                .with("tollgate.flow", ExchangeHelper.getAtRouteId(exchange))
                .with("tollgate.step", node.getId())
                .with("tollgate.step.kind", node.getShortName());
    }

    private static void end(Span span, Throwable failure) {
        if (failure != null) {
            span.failed(failure);
        }
        span.close();
    }

    private static boolean isSend(NamedNode node) {
        String uri = node instanceof ToDynamicDefinition dynamic
                ? dynamic.getUri()
                : node instanceof SendDefinition<?> send ? send.getEndpointUri() : null;
        return uri != null && (uri.equals("jms") || uri.startsWith("jms:") || uri.startsWith("jms?"));
    }
}
