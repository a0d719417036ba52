package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.security.crypto.bcrypt.BCrypt;

class PasswordTest {
    @Test
    void printsTheHashOfAPasswordAndNothingElse() {
        Run run = run("correct horse\n");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).startsWith("{bcrypt}$2a$10$").doesNotContain("horse");
        assertThat(BCrypt.checkpw("correct horse", run.out().strip().substring("{bcrypt}".length())))
                .isTrue();
    }

    @Test
    void refusesOneThatIsSoonGuessedOrCutOff() {
        assertThat(run("secret\n").err()).contains("take 12 characters or more");
        assertThat(run("").exitCode()).isEqualTo(1);
        assertThat(run("ü".repeat(37)).err()).contains("too long");
    }

    private static Run run(String input) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        try {
            return Run.of(Map.of(), "password");
        } finally {
            System.setIn(before);
        }
    }
}
