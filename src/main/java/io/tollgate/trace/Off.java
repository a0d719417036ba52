package io.tollgate.trace;

final class Off implements Tracing {
    @Override
    public boolean isOn() {
        return false;
    }

    @Override
    public Span begin(Kind kind, String name, String parent, long nanosAgo) {
        return Span.NONE;
    }

    @Override
    public void close() {
        // nothing was opened
    }
}
