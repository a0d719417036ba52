package io.tollgate.routing.rehearsal;

import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.support.PollingConsumerSupport;

/** What a flow that reads from outside, such as by {@code pollEnrich}, finds there in a rehearsal. */
final class NothingToRead extends PollingConsumerSupport {
    NothingToRead(Endpoint endpoint) {
        super(endpoint);
    }

    @Override
    public Exchange receive() {
        return nothing();
    }

    @Override
    public Exchange receiveNoWait() {
        return nothing();
    }

    @Override
    public Exchange receive(long timeout) {
        return nothing();
    }

    private static Exchange nothing() {
        AtStep at = AtStep.current();
        if (at != null) {
            at.standIn();
        }
        return null;
    }

    @Override
    protected void doStart() {
        // nothing to start
    }

    @Override
    protected void doStop() {
        // nothing to stop
    }
}
