package io.tollgate.text;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * Hides what payloads say of people, for whoever looks at them: each value at one of the paths is {@value #MASK}, whatever is in it. For
 * what is to be kept, and joined, there are {@link MaskedEvents}. Any number of threads may share one.
 */
public final class PersonalData {
    /** What stands in the place of a value. */
    public static final String MASK = "•••";

    private static final byte[] WHOLE = ('"' + MASK + '"').getBytes(StandardCharsets.UTF_8);

    private final PersonalPaths paths;

    /**
     * @param paths such as {@code email} or {@code billing_details.address.*}; {@code stripe-objects} stands for the list that comes
     *     with Tollgate
     * @throws IllegalArgumentException says which of them is no path
     */
    public PersonalData(Collection<String> paths) {
        this.paths = PersonalPaths.of(paths);
    }

    /**
     * The same JSON, byte for byte but for what is masked. A value at a path is masked, and all that is in it: texts, numbers, {@code
     * true} and {@code false}; so is each text with a mail's address in it, wherever it stands. Null, names of fields, and an object's own
     * {@code id} and {@code object} stay. It takes memory of about twice the payload.
     *
     * @param payload UTF-8
     * @return what is no JSON, or is deeper than events may be, is masked as a whole: a JSON text
     */
    public byte[] mask(byte[] payload) {
        return new MaskedCopy(payload, paths.fresh()).bytes().orElse(WHOLE.clone());
    }

    /**
     * A text of somebody else, such as a server's answer, without mail addresses and without words that the payload has too.
     *
     * @param payload that it may be about; null when it is not known, and then all of the text is masked
     */
    public static String mask(String text, byte[] payload) {
        if (text == null || text.isEmpty()) {
            return text;
        }
        return payload == null ? MASK : PayloadWords.of(List.of(payload)).without(Quoted.withoutAddresses(text));
    }
}
