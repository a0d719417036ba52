package io.tollgate.console.access;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** A login that was not looked at. */
final class TooManyTries extends AuthenticationException {
    private static final long serialVersionUID = 1L;

    private final Duration wait;

    /** @param wait how long nobody needs to try again */
    TooManyTries(Duration wait) {
        super("Too many tries.");
        this.wait = wait;
    }

    /** 1 or more. */
    long seconds() {
        return Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
