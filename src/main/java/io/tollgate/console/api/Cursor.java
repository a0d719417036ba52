package io.tollgate.console.api;

import io.tollgate.inbox.Entries.Position;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;

/** Where the next page begins, in a form that nobody is meant to read. */
public final class Cursor {
    private Cursor() {}

    public static String of(Position position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((position.receivedAt() + " " + position.id()).getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Refusal when it is none of ours */
    public static Position position(String cursor) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8).split(" ", 2);
            if (parts.length == 2 && parts[1].matches("evt_[A-Za-z0-9_]{1,250}")) {
                return new Position(Instant.parse(parts[0]), parts[1]);
            }
        } catch (IllegalArgumentException | DateTimeException e) {
            // answered below
        }
        throw Query.wrong("cursor: take it from the link next of the page before.");
    }
}
