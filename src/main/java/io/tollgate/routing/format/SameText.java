package io.tollgate.routing.format;

import io.tollgate.routing.format.Mapping.Pair;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Compares parts, however they are written, and the comments in them. */
final class SameText {
    private SameText() {}

    /** Whether keys, values and their order are the same. */
    static boolean isSame(Part part, Part other) {
        if (part instanceof Scalar scalar && other instanceof Scalar text) {
            return scalar.value().equals(text.value()) && ScalarText.isText(scalar) == ScalarText.isText(text);
        }
        if (part instanceof Listing list && other instanceof Listing items) {
            return isSame(list.items(), items.items());
        }
        return part instanceof Mapping mapping
                && other instanceof Mapping pairs
                && isSame(
                        mapping.pairs().stream().map(Pair::key).toList(),
                        pairs.pairs().stream().map(Pair::key).toList())
                && isSame(
                        mapping.pairs().stream().map(Pair::value).toList(),
                        pairs.pairs().stream().map(Pair::value).toList());
    }

    private static boolean isSame(List<? extends Part> parts, List<? extends Part> others) {
        boolean isSame = parts.size() == others.size();
        for (int i = 0; isSame && i < parts.size(); i++) {
            isSame = isSame(parts.get(i), others.get(i));
        }
        return isSame;
    }

    /** All comments, in the order of the alphabet: a key that moves takes its comments along. */
    static List<String> comments(Part root) {
        List<String> comments = new ArrayList<>();
        remarks(root, remarks -> {
            comments.addAll(remarks.before());
            comments.addAll(remarks.beside());
            comments.addAll(remarks.after());
        });
        return comments.stream().filter(comment -> !comment.isEmpty()).sorted().toList();
    }

    private static void remarks(Part part, Consumer<Remarks> each) {
        each.accept(part.remarks());
        if (part instanceof Listing list) {
            list.items().forEach(item -> remarks(item, each));
        } else if (part instanceof Mapping mapping) {
            for (Pair pair : mapping.pairs()) {
                each.accept(pair.remarks());
                each.accept(pair.key().remarks());
                remarks(pair.value(), each);
            }
        }
    }
}
