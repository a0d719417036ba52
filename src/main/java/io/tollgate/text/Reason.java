package io.tollgate.text;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import org.postgresql.util.PSQLException;

/**
 * Why something failed, in one line that is fit for a log and a table: the class of the first cause, the code and the place
 * that it has, and its message without what it quotes. Libraries quote what they could not read, and that is a payload.
 */
public final class Reason {
    /** Characters of a reason; of a message that is looked at. */
    private static final int LONGEST = 500;

    static final int LONGEST_MESSAGE = 2000;
    /** Reading so much takes a fraction of a second; where more entries have failed together, no message is shown. */
    private static final int MOST_PAYLOAD_BYTES = 8 << 20;

    private static final int MOST_CAUSES = 100;

    private Reason() {}

    /** For a failure that has seen no payload. */
    public static String of(Throwable failure) {
        return of(failure, List.of());
    }

    /**
     * @param payloads of the events that it may be about: words that one of them has too are left out. Null is none
     * @return at most 501 characters
     */
    public static String of(Throwable failure, Collection<byte[]> payloads) {
        Throwable root = root(failure);
        boolean many =
                payloads.stream().mapToLong(p -> p == null ? 0 : p.length).sum() > MOST_PAYLOAD_BYTES;
        String message = many ? "" : message(root, PayloadWords.of(payloads));
        String place = place(failure);
        String text = root.getClass().getSimpleName() + code(root) + (message.isEmpty() ? "" : ": " + message);
        return cut(Visible.of(text), LONGEST - place.length()) + place;
    }

    /**
     * Of what somebody else says of a failure, such as a broker.
     *
     * @param payloads as above
     * @return at most 501 characters
     */
    public static String of(String said, Collection<byte[]> payloads) {
        return cut(Visible.of(bare(Quoted.without(said, LONGEST_MESSAGE), PayloadWords.of(payloads))), LONGEST);
    }

    /** Of this throwable alone, without its class; empty when it has none. */
    static String message(Throwable failure, PayloadWords words) {
        if (failure instanceof PSQLException refused && refused.getServerErrorMessage() != null) {
            return DatabaseReason.of(refused.getServerErrorMessage(), words);
        } else if (failure instanceof JsonProcessingException unread) {
            return text(unread, unread.getOriginalMessage(), words) + at(unread.getLocation());
        } else if (failure instanceof SQLException sql && isOfAValue(sql)) {
            // a driver's own: "Bad value for type long : …"
            return text(sql, String.valueOf(sql.getMessage()).replaceFirst(":(?s:.*)", ": …"), words);
        }
        return text(failure, failure.getMessage(), words);
    }

    private static String text(Throwable failure, String message, PayloadWords words) {
        String given = message == null ? "" : message;
        String bare = Thrower.isAStep(failure)
                ? Quoted.withoutObjects(cut(given, LONGEST_MESSAGE))
                : Quoted.without(given, LONGEST_MESSAGE);
        return bare(bare, words);
    }

    private static String bare(String unquoted, PayloadWords words) {
        return words.without(unquoted).replaceAll("\\s+", " ").strip();
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < MOST_CAUSES; depth++) {
            root = root.getCause();
        }
        return root;
    }

    private static String code(Throwable root) {
        return root instanceof SQLException sql && sql.getSQLState() != null ? " " + sql.getSQLState() : "";
    }

    private static boolean isOfAValue(SQLException failure) {
        return failure.getSQLState() != null && failure.getSQLState().startsWith("22");
    }

    private static String at(JsonLocation place) {
        return place == null ? "" : " at line " + place.getLineNr() + ", column " + place.getColumnNr();
    }

    private static String place(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++, cause = cause.getCause()) {
            String step = StepFailed.of(cause);
            if (step != null) {
                return " (step " + cut(Visible.of(step), LONGEST / 2) + ")";
            }
        }
        return "";
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "…";
    }
}
