package io.tollgate.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of what some payloads say, by which a message that repeats one of them is recognized. A word is a run of
 * letters, digits and {@code _}: of four characters and more in any case, or of two or three that are no plain small
 * letters or digits, such as a name. Stripe's own names are none of them: of members, and of kinds and states.
 */
final class PayloadWords {
    static final PayloadWords NONE = new PayloadWords();

    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_]+");
    private static final Pattern SHORT_AND_PLAIN = Pattern.compile("[a-z_]{2,3}|[0-9]{2,3}|.");
    private static final Pattern STRIPES_NAME = Pattern.compile("[a-z0-9_.]{1,60}");
    private static final Set<String> KINDS = Set.of("object", "type", "status", "mode", "currency", "payment_status");
    private static final String OF_THE_MERCHANT = "metadata";
    private static final int LONG = 4;

    private final TreeSet<String> words = new TreeSet<>();
    private final Set<String> shortWords = new HashSet<>();

    /** @param payloads JSON texts, or others; null is none */
    static PayloadWords of(Collection<byte[]> payloads) {
        PayloadWords words = new PayloadWords();
        payloads.stream().filter(payload -> payload != null).forEach(words::read);
        return words;
    }

    private void read(byte[] payload) {
        try (JsonParser json = JSON.createParser(payload)) {
            int merchants = 0;
            while (json.nextToken() != null) {
                JsonToken token = json.currentToken();
                boolean starts = token.isStructStart() && (merchants > 0 || OF_THE_MERCHANT.equals(json.currentName()));
                merchants += starts ? 1 : token.isStructEnd() && merchants > 0 ? -1 : 0;
                read(json, token, merchants > 0);
            }
        } catch (IOException e) {
            add(new String(payload, StandardCharsets.UTF_8));
        }
    }

    private void read(JsonParser json, JsonToken token, boolean merchants) throws IOException {
        if (token.isScalarValue()) {
            String text = json.getText();
            boolean kind = !merchants && json.currentName() != null && KINDS.contains(json.currentName());
            if (!kind || !STRIPES_NAME.matcher(text).matches()) {
                add(token.isBoolean() || token == JsonToken.VALUE_NULL ? "" : text);
            }
        } else if (token == JsonToken.FIELD_NAME
                && !STRIPES_NAME.matcher(json.currentName()).matches()) {
            add(json.currentName());
        }
    }

    private void add(String text) {
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            if (!SHORT_AND_PLAIN.matcher(word.group()).matches()) {
                words.add(key(word.group()));
            }
            if (word.group().length() < LONG) {
                shortWords.add(word.group().toLowerCase(Locale.ROOT));
            }
        }
    }

    private static String key(String word) {
        return word.length() < LONG ? word : word.toLowerCase(Locale.ROOT);
    }

    /** Whether a payload has it, or a longer word that begins with it: libraries cut what they quote. */
    private boolean has(String word) {
        String key = key(word);
        String next = words.ceiling(key);
        return next != null && (word.length() < LONG ? next.equals(key) : next.startsWith(key));
    }

    /** Puts one {@code …} in the place of each run of words that a payload has too. */
    String without(String message) {
        List<MatchResult> found = WORD.matcher(message).results().toList();
        boolean[] known = new boolean[found.size()];
        for (int i = 0; i < known.length; i++) {
            known[i] = has(found.get(i).group());
        }
        for (int i = 1; i < known.length; i++) {
            known[i] |= known[i - 1] && isShort(found.get(i).group());
        }
        for (int i = known.length - 2; i >= 0; i--) {
            known[i] |= known[i + 1] && isShort(found.get(i).group());
        }
        StringBuilder kept = new StringBuilder();
        int from = 0;
        for (int i = 0; i < known.length; i++) {
            if (known[i]) {
                boolean goesOn = i > 0 && known[i - 1];
                kept.append(goesOn ? "" : message.substring(from, found.get(i).start()) + "…");
                from = found.get(i).end();
            }
        }
        return kept.append(message.substring(from)).toString();
    }

    /** One that says nothing alone, but does beside another. */
    private boolean isShort(String word) {
        return word.length() < LONG && shortWords.contains(word.toLowerCase(Locale.ROOT));
    }

    /** Whether all that it says may come from a payload: it has a word of one, and no longer word of its own. */
    boolean cover(String text) {
        Matcher word = WORD.matcher(text);
        boolean any = false;
        while (word.find()) {
            boolean known = has(word.group());
            if (!known && word.group().length() >= LONG) {
                return false;
            }
            any |= known;
        }
        return any;
    }
}
