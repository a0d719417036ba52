package io.tollgate;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What became of the folder of routes when the gateway started, which is ready without them. */
public interface RoutesAtStart {
    Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /** Completed once they were taken or refused; then with a sentence when they were refused. */
    CompletableFuture<Optional<String>> decided();

    /** Says with what is ready how it is about the routes: once that is decided, or after some time without. Holds nobody up. */
    default void tell(Duration atMost, Consumer<Optional<String>> teller) {
        decided()
                .copy()
                .completeOnTimeout(
                        Optional.of("not in effect yet, see the log"), atMost.toMillis(), TimeUnit.MILLISECONDS)
                .thenAccept(teller);
    }
}
