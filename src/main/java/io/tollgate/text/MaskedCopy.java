package io.tollgate.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.regex.Pattern;

/** One payload on its way to be masked: bytes are copied, and a mask is put in where a personal value stands. */
final class MaskedCopy {
    private static final JsonFactory JSON = new JsonFactory();
    private static final HarmlessFields HARMLESS = new HarmlessFields();
    private static final byte[] MASKED = ('"' + PersonalData.MASK + '"').getBytes(StandardCharsets.UTF_8);
    private static final Pattern KIND = Pattern.compile("[a-z][a-z_.]{1,60}");
    private static final byte[] ESCAPED_AT = "\\u0040".getBytes(StandardCharsets.US_ASCII);

    private final byte[] payload;
    private final PersonalPaths paths;
    private final ByteArrayOutputStream copy;
    /** The innermost field first. A list has the name of its field. */
    private final ArrayDeque<String> names = new ArrayDeque<>();

    private int copied;
    /** How deep the object or list is that is masked as a whole; 0 outside of one. */
    private int masked;

    MaskedCopy(byte[] payload, PersonalPaths paths) {
        this.payload = payload;
        this.paths = paths;
        this.copy = new ByteArrayOutputStream(payload.length + 1024);
    }

    /** Empty when it is no JSON in UTF-8. */
    Optional<byte[]> bytes() {
        try (JsonParser json = JSON.createParser(payload)) {
            int depth = 0;
            boolean any = false;
            for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
                any = true;
                depth = next(json, token, depth);
            }
            copy.write(payload, copied, payload.length - copied);
            return any ? Optional.of(copy.toByteArray()) : Optional.empty();
        } catch (IOException | IndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** @return the depth behind the token */
    private int next(JsonParser json, JsonToken token, int depth) throws IOException {
        if (token == JsonToken.FIELD_NAME) {
            names.push(json.currentName());
        } else if (token.isStructStart()) {
            if (masked == 0 && isPersonal(json)) {
                masked = depth + 1;
            }
            return depth + 1;
        } else if (token.isStructEnd()) {
            masked = masked == depth ? 0 : masked;
            leave(json);
            return depth - 1;
        } else {
            scalar(json, token);
            leave(json);
        }
        return depth;
    }

    /** After a value the parser stands in the object or list that has it. */
    private void leave(JsonParser json) {
        if (json.getParsingContext().inObject()) {
            names.pop();
        }
    }

    private boolean isPersonal(JsonParser json) {
        return !names.isEmpty() && paths.matches(names);
    }

    private void scalar(JsonParser json, JsonToken token) throws IOException {
        json.finishToken();
        int begin = (int) json.currentTokenLocation().getByteOffset();
        int end = (int) json.currentLocation().getByteOffset();
        boolean hides = masked > 0 ? !stays(json, token) : isPersonal(json) || hasAddress(begin, end);
        if (hides && token != JsonToken.VALUE_NULL) {
            copy.write(payload, copied, begin - copied);
            copy.writeBytes(MASKED);
            copied = end;
        }
    }

    /** Which object it is that is hidden, and of which kind. */
    private boolean stays(JsonParser json, JsonToken token) throws IOException {
        if (token != JsonToken.VALUE_STRING || !json.getParsingContext().inObject()) {
            return false;
        }
        return switch (json.currentName()) {
            case "id" -> HARMLESS.prefix(json.getText()).isPresent();
            case "object" -> KIND.matcher(json.getText()).matches();
            default -> false;
        };
    }

    private boolean hasAddress(int begin, int end) {
        for (int i = begin + 1; i < end - 1; i++) {
            if (payload[i] == '@' && isPart(payload[i - 1]) && isPart(payload[i + 1])
                    || payload[i] == '\\' && isEscapedAt(i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPart(byte character) {
        return character != '"' && character != ' ';
    }

    private boolean isEscapedAt(int from) {
        for (int i = 0; i < ESCAPED_AT.length; i++) {
            if (from + i >= payload.length || payload[from + i] != ESCAPED_AT[i]) {
                return false;
            }
        }
        return true;
    }
}
