package io.tollgate.inbox;

import java.util.concurrent.CompletableFuture;

/** An event in front of the writers; completed after its commit. */
record WaitingEvent(VerifiedEvent event, CompletableFuture<Boolean> isNew) {
    WaitingEvent(VerifiedEvent event) {
        this(event, new CompletableFuture<>());
    }

    String id() {
        return event.id();
    }

    /** The caller gave up and was answered 503. */
    boolean abandoned() {
        return isNew.isCancelled();
    }
}
