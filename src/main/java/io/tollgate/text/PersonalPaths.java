package io.tollgate.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Fields whose values are personal, by the names that lead to them. A path such as {@code billing_details.address.*} holds wherever it
 * ends, however deep; lists do not count, letters may be small or large, and {@code *} is any part of one name.
 */
final class PersonalPaths {
    /** A word that stands for the list that comes with Tollgate. Stripe names no field so. */
    static final String SHIPPED = "stripe-objects";

    private static final Pattern PATH = Pattern.compile("(?!.*\\*\\*)[^\\s.]+(?:\\.[^\\s.]+)*");
    private static final int MOST_REMEMBERED = 10_000;

    private final List<List<Pattern>> paths;
    /** Those that may end at a name. Names come again and again; what is not Stripe's has no end of them. */
    private final Map<String, List<List<Pattern>>> endings = new HashMap<>();

    private PersonalPaths(List<List<Pattern>> paths) {
        this.paths = paths;
    }

    /** @throws IllegalArgumentException says which of them is no path */
    static PersonalPaths of(Collection<String> given) {
        return new PersonalPaths(given.stream()
                .map(String::strip)
                .flatMap(path -> path.equals(SHIPPED) ? shipped() : Stream.of(path))
                .distinct()
                .map(PersonalPaths::compiled)
                .toList());
    }

    /** What has been read, and nothing of what was met: for one thread. */
    PersonalPaths fresh() {
        return new PersonalPaths(paths);
    }

    private static List<Pattern> compiled(String path) {
        String bare = path.replaceFirst("^\\*\\*\\.", "").replaceFirst("\\.\\*\\*$", ".*");
        if (!PATH.matcher(bare).matches()) {
            throw new IllegalArgumentException("'" + path + "' is no path of a field: give one such as email,"
                    + " billing_details.address.* or *_name, with ** at its beginning or end only");
        }
        return Arrays.stream(bare.split("\\.")).map(PersonalPaths::name).toList();
    }

    private static Pattern name(String name) {
        String anything =
                Arrays.stream(name.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
        return Pattern.compile(anything, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);
    }

    static Stream<String> shipped() {
        try (InputStream list = PersonalPaths.class.getResourceAsStream("personal-paths.txt")) {
            return new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Arrays.stream(line.split(" ")))
                    .filter(path -> !path.isBlank());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param names those that lead to a value, its own first */
    boolean matches(ArrayDeque<String> names) {
        String own = names.peekFirst();
        List<List<Pattern>> candidates = endings.get(own);
        if (candidates == null) {
            candidates = paths.stream().filter(path -> endsAt(path, own)).toList();
            if (endings.size() < MOST_REMEMBERED) {
                endings.put(own, candidates);
            }
        }
        return candidates.stream().anyMatch(path -> matches(path, names));
    }

    private static boolean endsAt(List<Pattern> path, String name) {
        return path.get(path.size() - 1).matcher(name).matches();
    }

    private static boolean matches(List<Pattern> path, Deque<String> names) {
        Iterator<String> upwards = names.iterator();
        for (int i = path.size() - 1; i >= 0; i--) {
            if (!upwards.hasNext() || !path.get(i).matcher(upwards.next()).matches()) {
                return false;
            }
        }
        return true;
    }
}
