package io.tollgate.trace;

import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;

/** One of OpenTelemetry's. */
record OpenSpan(io.opentelemetry.api.trace.Span span, OpenTelemetryTracing tracing) implements Span {
    @Override
    public Span child(Kind kind, String name) {
        return tracing.childOf(span, kind, name);
    }

    @Override
    public String traceparent() {
        String[] header = new String[1];
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), header, OneHeader.TRACEPARENT);
        return header[0];
    }

    @Override
    public Span named(String name) {
        span.updateName(name);
        return this;
    }

    @Override
    public Span with(String key, Object value) {
        if (value instanceof Number number) {
            span.setAttribute(key, number.longValue());
        } else if (value != null) {
            span.setAttribute(key, value.toString());
        }
        return this;
    }

    @Override
    public Span failed(Throwable failure) {
        span.setStatus(StatusCode.ERROR);
        return failure == null ? this : with("error.type", failure.getClass().getName());
    }

    @Override
    public void close() {
        span.end();
    }
}
