package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What a fault needs of the machine. */
final class Surroundings {
    private Surroundings() {}

    /**
     * Skips the calling test where something is missing; fails it when the environment variable {@code required} is true.
     *
     * @param wayOut a sentence that says what is missing and what to do
     */
    static void assume(boolean there, String required, String wayOut) {
        if (!there) {
            assertThat(System.getenv(required))
                    .as(wayOut + " (" + required + " asks for it)")
                    .isNotEqualTo("true");
            assumeTrue(false, wayOut);
        }
    }
}
