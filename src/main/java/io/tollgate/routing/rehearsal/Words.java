package io.tollgate.routing.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** What an event says, word by word: a row that it changes has one of them in its key, as a rule. Read when it is asked for. */
final class Words {
    static final Words NONE = new Words(new byte[0], 0);
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MOST = 1_000;
    private static final int LONGEST = 255;

    /** Levels of the envelope, of its data and of its object. */
    private static final int NEAR = 3;

    private final Set<String> texts = new LinkedHashSet<>();
    private final Set<Long> numbers = new LinkedHashSet<>();
    private final byte[] payload;
    private final int depth;
    private boolean read;

    private Words(byte[] payload, int depth) {
        this.payload = payload;
        this.depth = depth;
    }

    /** Those of the envelope and of the object itself, among which are the keys that most tables have. */
    static Words near(byte[] payload) {
        return new Words(payload, NEAR);
    }

    /** With those of all that the object has in it. */
    Words all() {
        return new Words(payload, Integer.MAX_VALUE);
    }

    boolean isAll() {
        return depth > NEAR;
    }

    boolean isMoreThan(Words others) {
        return depth > others.depth;
    }

    /** Its strings, and its numbers as text. */
    Set<String> texts() {
        read();
        return texts;
    }

    /** Its whole numbers. */
    Set<Long> numbers() {
        read();
        return numbers;
    }

    private void read() {
        if (!read) {
            read = true;
            try {
                add(JSON.readTree(payload), 0);
            } catch (IOException e) {
                // none then
            }
        }
    }

    private void add(JsonNode node, int level) {
        if (texts.size() >= MOST || level > depth) {
            return;
        }
        if (node.isContainerNode()) {
            node.forEach(inside -> add(inside, level + 1));
        } else if (node.isTextual() || node.isNumber()) {
            String text = node.asText();
            if (text.length() <= LONGEST && text.chars().noneMatch(Character::isWhitespace)) {
                texts.add(text);
            }
            if (node.canConvertToLong() && node.isIntegralNumber()) {
                numbers.add(node.longValue());
            }
        }
    }
}
