package io.tollgate.console.pages;

import com.fasterxml.jackson.databind.JsonNode;
import io.tollgate.access.Role;
import io.tollgate.console.words.Words;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What is the same on all pages.
 *
 * @param words of the language in which it is read
 * @param user who reads it
 * @param role the most that the user may
 * @param path of this page, with what was asked
 * @param csrf what a form has to bring along; null where there is no session
 * @param now when it was made
 * @param embedded whether this gateway is one to try things out
 */
public record Frame(Words words, String user, Role role, String path, String csrf, Instant now, boolean embedded) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final int LONGEST_FILTER = 300;
    private static final Duration SILENT = Duration.ofSeconds(30);
    private static final long SECONDS_A_MINUTE = 60;
    private static final long MINUTES_AN_HOUR = 60;
    private static final long HOURS_A_DAY = 24;

    public boolean may(Role needed) {
        return role.compareTo(needed) >= 0;
    }

    /** A text of the language. */
    public String text(String key, Object... values) {
        return words.of(key, values);
    }

    /** The name of a field that somebody fills in. */
    public String field(String name) {
        return words.has("field." + name) ? text("field." + name) : name;
    }

    /** As much of a text as a filter takes, without the mark of one that was cut. */
    public String start(String text) {
        String whole = text.endsWith("…") ? text.substring(0, text.length() - 1) : text;
        return whole.length() <= LONGEST_FILTER ? whole : whole.substring(0, LONGEST_FILTER);
    }

    /** For a parameter of an address. */
    public String parameter(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /** The parameters of an address; {@code all} for none, as a replay asks for everything. */
    public String query(Map<String, String> fields) {
        String query = fields.entrySet().stream()
                .filter(field -> !field.getKey().equals("cursor"))
                .map(field -> field.getKey() + "=" + parameter(field.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? "all=true" : query;
    }

    /** The fields of two states of a row that differ. */
    public List<Change> changes(JsonNode before, JsonNode after) {
        return Change.between(before, after);
    }

    /** In UTC, to the second; empty for none. */
    public String time(Instant at) {
        return at == null ? "" : TIME.format(at);
    }

    /** Whether a gateway that was last seen then has most likely stopped. */
    public boolean isSilent(Instant seen) {
        return seen.plus(SILENT).isBefore(now);
    }

    /** How long ago, in the largest unit that is whole. */
    public String age(Instant at) {
        long seconds = Math.max(0, Duration.between(at, now).toSeconds());
        if (seconds < 2 * SECONDS_A_MINUTE) {
            return text("age.seconds", seconds);
        }
        long minutes = seconds / SECONDS_A_MINUTE;
        if (minutes < 2 * MINUTES_AN_HOUR) {
            return text("age.minutes", minutes);
        }
        long hours = minutes / MINUTES_AN_HOUR;
        return hours < 2 * HOURS_A_DAY ? text("age.hours", hours) : text("age.days", hours / HOURS_A_DAY);
    }
}
