package io.tollgate.relay;

import io.tollgate.inbox.Entry;
import io.tollgate.inbox.FailedEntry;
import io.tollgate.inbox.RoutedEntry;
import java.time.Duration;
import java.util.List;

/** What became of one entry in an attempt. */
sealed interface Outcome {
    Entry entry();

    record Routed(RoutedEntry routed) implements Outcome {
        @Override
        public Entry entry() {
            return routed.entry();
        }
    }

    /** By its own fault. */
    record Failed(FailedEntry failed) implements Outcome {
        @Override
        public Entry entry() {
            return failed.entry();
        }
    }

    /**
     * By nobody's fault, or never begun: no attempt is used up.
     *
     * @param delay it is not due before this is over; zero for none
     */
    record GivenBack(Entry entry, Duration delay) implements Outcome {
        /** Without a delay. */
        static List<Outcome> all(List<Entry> entries) {
            return entries.stream()
                    .<Outcome>map(entry -> new GivenBack(entry, Duration.ZERO))
                    .toList();
        }
    }
}
