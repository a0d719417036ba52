package io.tollgate.routing.check;

import java.util.Comparator;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Where something stands.
 *
 * @param file relative to the folder of routes
 * @param line from 1
 * @param column from 1
 */
record Place(String file, int line, int column) implements Comparable<Place> {
    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::file).thenComparing(Place::line).thenComparing(Place::column);

    static Place top(String file) {
        return new Place(file, 1, 1);
    }

    static Place of(String file, Node node) {
        return of(file, node.getStartMark());
    }

    static Place of(String file, Optional<Mark> mark) {
        return mark.map(m -> new Place(file, m.getLine() + 1, m.getColumn() + 1))
                .orElse(top(file));
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
