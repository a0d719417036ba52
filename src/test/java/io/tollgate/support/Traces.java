package io.tollgate.support;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.tollgate.trace.OpenTelemetryTracing;
import io.tollgate.trace.Tracing;
import java.util.List;

/** Keeps spans in memory, as soon as they have ended. */
public final class Traces {
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final Tracing tracing;

    public Traces() {
        this(1);
    }

    /** @param ratio of the traces that are kept */
    public Traces(double ratio) {
        tracing = new OpenTelemetryTracing(SimpleSpanProcessor.create(spans), ratio, "test");
    }

    public Tracing tracing() {
        return tracing;
    }

    /** Those that have ended, in that order. */
    public List<SpanData> all() {
        return spans.getFinishedSpanItems();
    }

    public List<SpanData> named(String name) {
        return all().stream().filter(span -> span.getName().equals(name)).toList();
    }

    /** The only one of this name. */
    public SpanData the(String name) {
        List<SpanData> found = named(name);
        if (found.size() != 1) {
            throw new AssertionError("Not one span " + name + " but " + found.size() + " of " + all());
        }
        return found.get(0);
    }

    /** Null where the span does not say. */
    public static String text(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.stringKey(key));
    }

    public static Long number(SpanData span, String key) {
        return span.getAttributes().get(AttributeKey.longKey(key));
    }
}
