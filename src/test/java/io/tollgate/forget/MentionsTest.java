package io.tollgate.forget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MentionsTest {
    @Test
    void findsIdsWhereverTheyStand() {
        assertThat(
                        of("{\"a\":\"cus_1\",\"b\":\"https://x/cus_2?in_3=cus_4\",\"c\":\"_cus_5 -sub_sched_6- x__cus_7\",\"d_8\":1}")
                                .words())
                .containsExactlyInAnyOrder(
                        "cus_1", "cus_2", "in_3", "cus_4", "cus_5", "sub_sched_6", "x__cus_7", "d_8");
        assertThat(of("{\"a\":\"nothing-1\",\"b\":\"1 _ 2\"}").words()).isEmpty();
    }

    /** Such as a file in base64: what looked at it from each of its characters on took hours. */
    @Test
    void takesNoLongerForALongText() {
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            assertThat(of("{\"a\":\"" + "x".repeat(1_000_000) + " cus_1\"}").words())
                    .containsExactly("cus_1");
            assertThat(of("{\"a\":\"" + "x".repeat(1_000_000) + "_1\"}").words())
                    .hasSize(1);
        });
    }

    private static Mentions of(String json) {
        return Mentions.of(json.getBytes(StandardCharsets.UTF_8));
    }
}
