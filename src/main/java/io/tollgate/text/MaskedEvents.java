package io.tollgate.text;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Events without what they say of people, so that they may be kept beside the code. Each text is masked that is not known to be harmless:
 * the list has what stays. The same text has the same mask in all events of this object, whatever the field, and in no other's; what
 * a text looks like, it looks like still (an id of its kind, a mail's address, a date, words). Numbers, {@code true}, {@code false} and null
 * stay, but for a day of birth and what is in {@code metadata}; so do the names of fields, those of {@code metadata} too.
 */
public final class MaskedEvents {
    private static final Pattern MAIL = Pattern.compile("[^\\s@]+@[^\\s@]+");
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://\\S*");
    private static final Pattern IP_4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
    private static final Pattern IP_6 = Pattern.compile("(?=.*::|(?:[^:]*:){7})[0-9A-Fa-f:.]{2,45}");
    private static final Pattern UUID = Pattern.compile("[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}");
    private static final Pattern DATE = Pattern.compile(
            "\\d{4}-\\d\\d-\\d\\d(T\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?" + "(?:Z|[+-]\\d\\d:?\\d\\d)?)?");
    private static final Set<String> PERSONAL_NUMBERS = Set.of("dob.day", "dob.month", "dob.year");
    private static final Set<String> PLACES = Set.of("latitude", "longitude");
    /** So many that no two events of an export have the same one by chance. */
    private static final int SHORTEST = 14;

    private final HarmlessFields harmless = new HarmlessFields();
    private final Pseudonyms pseudonyms = new Pseudonyms();

    /** Copies the value at which the parser is, masked. */
    public void copy(JsonParser from, JsonGenerator to) throws IOException {
        int depth = 0;
        do {
            JsonToken token = from.currentToken();
            if (token == JsonToken.VALUE_STRING) {
                to.writeString(text(Place.of(from.getParsingContext()), from.getText()));
            } else if (token.isNumeric()) {
                number(Place.of(from.getParsingContext()), from, to);
            } else {
                to.copyCurrentEvent(from);
            }
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        } while (depth > 0 && from.nextToken() != null);
    }

    private void number(Place place, JsonParser from, JsonGenerator to) throws IOException {
        String field = place.parent() + "." + place.name();
        if (PERSONAL_NUMBERS.contains(field)) {
            to.writeNumber(birth(place.name(), from.getText()));
        } else if (place.isMerchants() || PLACES.contains(place.name())) {
            to.writeNumber(pseudonyms.digits(from.getText()));
        } else {
            to.copyCurrentEventExact(from);
        }
    }

    private int birth(String part, String value) {
        return switch (part) {
            case "year" -> 1940 + pseudonyms.number(value, 60);
            case "month" -> 1 + pseudonyms.number(value, 12);
            default -> 1 + pseudonyms.number(value, 28);
        };
    }

    String text(Place place, String value) {
        if (value.isEmpty() || harmless.isHarmless(place, value)) {
            return value;
        }
        String[] parts = value.split("/", -1);
        StringBuilder ids = new StringBuilder();
        for (String part : parts) {
            Optional<Integer> prefix = harmless.prefix(part);
            if (prefix.isEmpty()) {
                return other(value);
            }
            ids.append(ids.isEmpty() ? "" : "/").append(id(part, prefix.get()));
        }
        return ids.toString();
    }

    private String id(String value, int prefix) {
        return value.substring(0, prefix) + pseudonyms.word(value, Math.max(SHORTEST, value.length() - prefix));
    }

    private String other(String value) {
        if (MAIL.matcher(value).matches()) {
            return "x" + pseudonyms.hex(value, SHORTEST) + "@example.com";
        }
        if (URL.matcher(value).matches()) {
            return "https://example.com/" + pseudonyms.word(value, SHORTEST);
        }
        if (IP_4.matcher(value).matches()) {
            int number = pseudonyms.number(value, 1 << 24);
            return "10." + (number >> 16) + "." + (number >> 8 & 255) + "." + (number & 255);
        }
        if (UUID.matcher(value).matches()) {
            return pseudonyms.hex(value, 32).replaceFirst("(.{8})(.{4})(.{4})(.{4})", "$1-$2-$3-$4-");
        }
        if (IP_6.matcher(value).matches()) {
            return "2001:db8::" + pseudonyms.hex(value, 12).replaceFirst("(.{4})(.{4})", "$1:$2:");
        }
        return DATE.matcher(value).matches() ? date(value) : unlike(value);
    }

    /** A day of another month than it was. */
    private String date(String value) {
        int month = Integer.parseInt(value.substring(5, 7));
        int other = 1 + (month + pseudonyms.number(value, 11)) % 12;
        int day = pseudonyms.number("day " + value, 60 * 28);
        return "%04d-%02d-%02d".formatted(1970 + day / 28, other, 1 + day % 28) + value.substring(10);
    }

    /** Another one, also where chance would have it that a short text is its own mask. */
    private String unlike(String value) {
        String like = pseudonyms.likeness(value);
        for (int again = 0; like.equals(value) && again < SHORTEST; again++) {
            like = pseudonyms.likeness(value + "\0" + again).substring(0, value.length());
        }
        return like;
    }
}
