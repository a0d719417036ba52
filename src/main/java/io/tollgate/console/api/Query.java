package io.tollgate.console.api;

import io.tollgate.operations.Moment;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;

/** What a request asks for. One word that is not known, or given twice, and it is refused: a mistyped filter would find everything. */
public final class Query {
    private static final int LONGEST = 500;

    private final Map<String, String[]> given;
    private final Instant now;

    private Query(Map<String, String[]> given, Instant now) {
        this.given = given;
        this.now = now;
    }

    /**
     * @param known all that may be asked
     * @throws Refusal that names what may not
     */
    public static Query of(Map<String, String[]> given, Instant now, String... known) {
        Set<String> unknown = new TreeSet<>(given.keySet());
        Arrays.asList(known).forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw wrong("There is no parameter "
                    + String.join(", ", unknown.stream().map(Query::cut).toList()) + ": give "
                    + (known.length == 0 ? "none" : String.join(", ", known)) + ".");
        }
        given.forEach((name, values) -> {
            if (values.length != 1
                    || values[0].isBlank()
                    || values[0].length() > LONGEST
                    || values[0].indexOf(0) >= 0) {
                throw wrong(name + ": give it once, with 1 to " + LONGEST + " characters.");
            }
        });
        return new Query(given, now);
    }

    private static String cut(String name) {
        return name.length() <= 50 ? name : name.substring(0, 50) + "…";
    }

    public static Refusal wrong(String detail) {
        return new Refusal(HttpStatus.BAD_REQUEST, detail);
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(given.get(name)).map(values -> values[0]);
    }

    Optional<Instant> time(String name) {
        return text(name).map(value -> {
            try {
                return Moment.of(value, now);
            } catch (IllegalArgumentException e) {
                throw wrong(name + ": " + e.getMessage() + ".");
            }
        });
    }

    boolean flag(String name) {
        return text(name)
                .map(value -> switch (value) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw wrong(name + ": give true or false.");
                })
                .orElse(false);
    }

    /** @param otherwise when it is not given */
    public int number(String name, int least, int most, int otherwise) {
        return text(name)
                .map(value -> {
                    if (value.matches("\\d{1,9}")
                            && Integer.parseInt(value) >= least
                            && Integer.parseInt(value) <= most) {
                        return Integer.parseInt(value);
                    }
                    throw wrong(name + ": give " + least + " to " + most + ".");
                })
                .orElse(otherwise);
    }

    <E extends Enum<E>> Optional<E> one(String name, Class<E> of) {
        List<E> all = List.of(of.getEnumConstants());
        return text(name)
                .map(value -> all.stream()
                        .filter(constant -> constant.name().equalsIgnoreCase(value))
                        .findFirst()
                        .orElseThrow(() -> wrong(name + ": give one of "
                                + all.stream()
                                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                                        .collect(Collectors.joining(", "))
                                + ".")));
    }
}
