package io.tollgate.text;

import ch.qos.logback.classic.spi.ThrowableProxy;

/** A retold failure under its own class; the causes of it say theirs by their {@code toString()}. */
final class RetoldProxy extends ThrowableProxy {
    private final RetoldFailure failure;

    RetoldProxy(RetoldFailure failure) {
        super(failure);
        this.failure = failure;
    }

    @Override
    public String getClassName() {
        return failure.className();
    }
}
