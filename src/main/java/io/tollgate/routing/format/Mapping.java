package io.tollgate.routing.format;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keys with values, in the order in which they are written; it may be changed. */
record Mapping(List<Pair> pairs, Remarks remarks) implements Part {
    static Mapping of(Pair pair) {
        return new Mapping(new ArrayList<>(List.of(pair)), new Remarks());
    }

    /**
     * @param remarks of both: the comments above and below them
     */
    record Pair(Scalar key, Part value, Remarks remarks) {
        static Pair of(String key, Part value) {
            return new Pair(Scalar.plain(key), value, new Remarks());
        }

        String name() {
            return key.value();
        }

        Pair with(Part other) {
            return new Pair(key, other, remarks);
        }
    }

    Optional<Pair> pair(String name) {
        return pairs.stream().filter(pair -> pair.name().equals(name)).findFirst();
    }

    Optional<Part> value(String name) {
        return pair(name).map(Pair::value);
    }

    /** The text of that key; empty when it has none. */
    String text(String name) {
        return value(name)
                .filter(Scalar.class::isInstance)
                .map(value -> ((Scalar) value).value())
                .orElse("");
    }

    boolean has(String name) {
        return pair(name).isPresent();
    }
}
