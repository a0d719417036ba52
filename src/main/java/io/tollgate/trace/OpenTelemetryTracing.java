package io.tollgate.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.common.Clock;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * With OpenTelemetry's SDK. Whoever ends a span never waits: what is ended waits in a queue of its own for the exporter's
 * thread, and what finds it full is dropped.
 */
public final class OpenTelemetryTracing implements Tracing {
    private static final int QUEUE = 4096;
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration EXPORT = Duration.ofSeconds(5);
    private static final Duration CLOSE = Duration.ofSeconds(2);

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    /**
     * @param processor what gets the spans
     * @param ratio of the traces that begin here, how many are kept: 0 to 1
     */
    public OpenTelemetryTracing(SpanProcessor processor, double ratio, String version) {
        this.provider = SdkTracerProvider.builder()
                .addSpanProcessor(processor)
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(ratio)))
                .setResource(Resource.getDefault().toBuilder()
                        .put(AttributeKey.stringKey("service.name"), "tollgate")
                        .put(AttributeKey.stringKey("service.version"), version)
                        .build())
                .build();
        this.tracer = provider.get("io.tollgate");
    }

    static Tracing to(String endpoint, double ratio, String version) {
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(endpoint)
                .setConnectTimeout(CONNECT)
                .setTimeout(EXPORT)
                .build();
        SpanProcessor queue = BatchSpanProcessor.builder(exporter)
                .setMaxQueueSize(QUEUE)
                .setExporterTimeout(EXPORT)
                .build();
        return new OpenTelemetryTracing(queue, ratio, version);
    }

    @Override
    public boolean isOn() {
        return true;
    }

    @Override
    public Span begin(Kind kind, String name, String parent, long nanosAgo) {
        return begin(kind, name, contextOf(parent), nanosAgo);
    }

    private Span begin(Kind kind, String name, Context parent, long nanosAgo) {
        var builder = tracer.spanBuilder(name)
                .setSpanKind(SpanKind.valueOf(kind.name()))
                .setParent(parent);
        if (nanosAgo > 0) {
            builder.setStartTimestamp(Clock.getDefault().now() - nanosAgo, TimeUnit.NANOSECONDS);
        }
        return new OpenSpan(builder.startSpan(), this);
    }

    Span childOf(io.opentelemetry.api.trace.Span parent, Kind kind, String name) {
        return begin(kind, name, Context.root().with(parent), 0);
    }

    private static Context contextOf(String parent) {
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), parent, OneHeader.TRACEPARENT);
    }

    @Override
    public void close() {
        provider.shutdown().join(CLOSE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
