package io.tollgate.routing.rehearsal;

import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.PollingConsumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.camel.support.service.ServiceHelper;

/** Stands for an endpoint through which something would leave the set. */
final class RehearsedEndpoint extends DefaultEndpoint {
    /** What is done in place of a send. */
    interface Send {
        /** @param itself what the endpoint would do; null for one of which nothing is to be done */
        void of(Exchange exchange, Producer itself, AtStep place) throws Exception;
    }

    private final Endpoint real;
    private final boolean hasItself;
    private final Send send;

    private RehearsedEndpoint(Endpoint real, boolean hasItself, Send send) {
        super(real.getEndpointUri(), null);
        setCamelContext(real.getCamelContext());
        this.real = real;
        this.hasItself = hasItself;
        this.send = send;
    }

    static RehearsedEndpoint insteadOf(Endpoint real, Send send) {
        return new RehearsedEndpoint(real, false, send);
    }

    /** Of one that does what it always does, on parts that do not leave the process. */
    static RehearsedEndpoint around(Endpoint real, Send send) {
        return new RehearsedEndpoint(real, true, send);
    }

    /** What it stands for. */
    Endpoint real() {
        return real;
    }

    @Override
    public Producer createProducer() throws Exception {
        return new RehearsedProducer(this, hasItself ? real.createProducer() : null);
    }

    private final class RehearsedProducer extends DefaultProducer {
        private final Producer itself;

        RehearsedProducer(Endpoint endpoint, Producer itself) {
            super(endpoint);
            this.itself = itself;
        }

        @Override
        public void process(Exchange exchange) throws Exception {
            AtStep before = AtStep.current();
            AtStep place = AtStep.current(exchange);
            if (place == null) {
                throw new OutOfBounds("would send outside of a step, to " + getEndpoint());
            }
            AtStep.enter(place);
            try {
                send.of(exchange, itself, place);
            } finally {
                AtStep.enter(before);
            }
        }

        @Override
        protected void doStart() throws Exception {
            super.doStart();
            ServiceHelper.startService(itself);
        }

        @Override
        protected void doStop() throws Exception {
            ServiceHelper.stopService(itself);
            super.doStop();
        }
    }

    @Override
    public PollingConsumer createPollingConsumer() {
        return new NothingToRead(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("Nothing starts by itself in a rehearsal: " + getEndpointUri());
    }
}
