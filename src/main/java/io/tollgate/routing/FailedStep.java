package io.tollgate.routing;

import io.tollgate.text.StepFailed;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Notes which step of a route has thrown, while Camel still knows: a message without its values needs its place. */
final class FailedStep implements Processor {
    private static final String PROPERTY = "tollgateFailedStep";

    /** The innermost step; the steps around it fail with the same exception. */
    private record Note(String step, Throwable failure) {}

    @Override
    public void process(Exchange exchange) {
        Throwable failure = exchange.getException() != null
                ? exchange.getException()
                : exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        Note before = exchange.getProperty(PROPERTY, Note.class);
        if (before == null || before.failure() != failure) {
            String step = exchange.getExchangeExtension().getHistoryNodeId();
            exchange.setProperty(PROPERTY, new Note(step, failure));
        }
    }

    /** What a flow threw, with the step if it is known. */
    static StepFailed of(Exchange exchange) {
        Exception failure = exchange.getException();
        Note note = exchange.getProperty(PROPERTY, Note.class);
        return new StepFailed(note == null || note.failure() != failure ? null : note.step(), failure);
    }
}
