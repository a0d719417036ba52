package io.tollgate.trace;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.List;

/** Where there is nothing but a {@code traceparent}. */
final class OneHeader implements TextMapGetter<String>, TextMapSetter<String[]> {
    static final OneHeader TRACEPARENT = new OneHeader();
    private static final String NAME = "traceparent";

    @Override
    public Iterable<String> keys(String carrier) {
        return List.of(NAME);
    }

    @Override
    public String get(String carrier, String key) {
        return NAME.equals(key) ? carrier : null;
    }

    @Override
    public void set(String[] carrier, String key, String value) {
        if (NAME.equals(key)) {
            carrier[0] = value;
        }
    }
}
