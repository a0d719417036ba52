package io.tollgate.routing.check;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One text of a file, whatever it is there for.
 *
 * @param node where it stands
 * @param keys under which it stands, from the item of the list inwards; the languages that are named beside them first
 * @param isForSecret whether it stands where a secret belongs, such as a password
 */
record ReviewedText(String file, Node node, FilledText filled, Set<String> keys, boolean isForSecret) {
    Place place() {
        return Place.of(file, node);
    }

    /** The innermost of the keys, empty for a list at the top. */
    String key() {
        return keys.stream().reduce("", (before, last) -> last);
    }

    String raw() {
        return Yaml.text(node);
    }

    /** As it stands, with placeholders filled in, and as it is once Camel has decoded it as a part of an address. */
    Stream<String> readings() {
        return Stream.concat(Stream.of(raw()), filledReadings()).distinct();
    }

    /** Without it as it stands. */
    Stream<String> filledReadings() {
        return Stream.of(filled.text(), decoded(filled.text())).distinct();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
