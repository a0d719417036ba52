package io.tollgate.operations;

import io.tollgate.deadletter.DeadLetter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Dead letters of one queue, of the same type and cause.
 *
 * @param cause null when the broker does not tell
 * @param oldest when the first of them was sent
 */
public record DeadLetterGroup(String queue, String type, String cause, long messages, Instant oldest) {
    private record Key(String type, String cause) {}

    /** @param found all of one queue */
    public static List<DeadLetterGroup> of(List<DeadLetter> found) {
        return found.stream()
                .collect(Collectors.groupingBy(letter -> new Key(letter.type(), letter.cause())))
                .entrySet()
                .stream()
                .map(same -> of(same.getKey(), same.getValue()))
                .sorted(Comparator.comparing(DeadLetterGroup::messages).reversed())
                .toList();
    }

    private static DeadLetterGroup of(Key key, List<DeadLetter> letters) {
        Instant oldest = letters.stream()
                .map(DeadLetter::sent)
                .min(Comparator.naturalOrder())
                .orElseThrow();
        return new DeadLetterGroup(letters.get(0).queue(), key.type(), key.cause(), letters.size(), oldest);
    }
}
