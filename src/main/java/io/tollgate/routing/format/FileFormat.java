package io.tollgate.routing.format;

import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.LoneFile;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;

/**
 * One file of a folder on its way to the canonical form.
 *
 * @param text of the file
 * @param tree of that text
 */
record FileFormat(LoneFile file, String text, Listing tree) {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    /**
     * @throws InvalidRouteSet when it cannot be read
     * @throws LeftAlone when it has what would be lost
     */
    static FileFormat of(String name, String text) throws InvalidRouteSet, LeftAlone {
        String marked = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        // Camel ends the last line too, which a block of text on it would notice
        String yaml = marked.isEmpty() || marked.endsWith("\n") ? marked : marked + "\n";
        LoneFile file = LoneFile.of(name, yaml);
        return new FileFormat(file, text, (Listing) SourceTree.of(yaml, file.root()));
    }

    /**
     * Changes the tree, and writes it.
     *
     * @throws InvalidRouteSet when Camel cannot read the file
     * @throws LeftAlone when it would mean something else, or lose a comment
     */
    Formatted formatted(LongForms longForms, Ids ids, CamelContext context) throws InvalidRouteSet, LeftAlone {
        var before = file.model(context);
        List<String> comments = SameText.comments(SourceTree.of(file.text(), file.root()));
        longForms.apply(tree);
        ids.give(file.name().substring(0, file.name().length() - LoneFile.SUFFIX.length()), tree);
        String canonical = YamlText.of(tree);
        LoneFile after = reread(canonical);
        Part written = SourceTree.of(canonical, after.root());
        if (!SameText.isSame(tree, written)) {
            throw new LeftAlone(1, 1, "Its texts cannot be written otherwise; it stays as it is");
        }
        if (!SameText.comments(written).equals(comments)) {
            throw new LeftAlone(1, 1, "A comment would be lost; put it on a line of its own above a step");
        }
        Optional<String> difference = SameMeaning.difference(before, after.model(context));
        if (difference.isPresent()) {
            throw new LeftAlone(
                    1,
                    1,
                    "Camel would read " + difference.get() + " otherwise in the canonical form; write it so by hand");
        }
        return new Formatted(file.name(), canonical, !canonical.equals(text), List.of());
    }

    /** What was written is no file of the user, and its places say nothing to them. */
    private LoneFile reread(String canonical) throws LeftAlone {
        try {
            return LoneFile.of(file.name(), canonical);
        } catch (InvalidRouteSet e) {
            Finding first = e.findings().get(0);
            throw new LeftAlone(1, 1, "It cannot be written in the canonical form (" + first.message() + ")");
        }
    }
}
