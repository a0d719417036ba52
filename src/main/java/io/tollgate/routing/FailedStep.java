package io.tollgate.routing;

import io.tollgate.text.StepFailed;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Notes which step of a route has thrown, while Camel still knows: a message without its values needs its place. */
final class FailedStep implements Processor {
    @Override
    public void process(Exchange exchange) {
        Throwable failure = exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        if (failure != null) {
            StepFailed.note(failure, exchange.getExchangeExtension().getHistoryNodeId());
        }
    }
}
