package io.tollgate.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureTextTest {
    @Test
    void namesTheRootCauseInOneBoundedLine() {
        Exception failure = new IllegalStateException("outer", new NullPointerException("a\n\0 b"));
        assertThat(FailureText.of(failure)).isEqualTo("NullPointerException: a \\u0000 b");
        assertThat(FailureText.of(new RuntimeException("x".repeat(9000)))).hasSizeLessThan(600);
        assertThat(FailureText.of(new RuntimeException())).isEqualTo("RuntimeException");
    }

    @Test
    void leavesAQuotedPayloadOut() {
        Exception failure =
                new IllegalArgumentException("no conversion of value {\"customer_email\":\"a@b.c\"} to int");
        assertThat(FailureText.of(failure)).contains("no conversion").doesNotContain("a@b.c");
    }
}
