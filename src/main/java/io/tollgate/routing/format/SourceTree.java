package io.tollgate.routing.format;

import io.tollgate.routing.format.Mapping.Pair;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Makes parts of the nodes of a file, and puts the file's comments to them. */
final class SourceTree {
    private final SourceText source;
    private final CommentPlaces places;

    private SourceTree(SourceText source) {
        this.source = source;
        this.places = new CommentPlaces(source);
    }

    /** @throws LeftAlone when it has what would be lost: an anchor, a tag or a key that is no text */
    static Part of(String text, Node root) throws LeftAlone {
        SourceText source = new SourceText(text);
        SourceTree tree = new SourceTree(source);
        Part part = tree.part(root, 0);
        tree.places.put(source.comments(tree.places.spans()));
        return part;
    }

    private Part part(Node node, int depth) throws LeftAlone {
        int start = start(node);
        if (node.getAnchor().isPresent()) {
            throw leftAlone(node, "An anchor (&) would be lost; write out what it stands for in each place");
        }
        if (source.at(start) == '!') {
            throw leftAlone(node, "A tag (!) says nothing to Camel, and would be lost; remove it");
        }
        if (node instanceof SequenceNode list) {
            return listing(list, depth + 1);
        }
        return node instanceof MappingNode mapping ? mapping(mapping, depth + 1) : scalar((ScalarNode) node);
    }

    private Listing listing(SequenceNode list, int depth) throws LeftAlone {
        Listing listing = new Listing(new ArrayList<>(), new Remarks());
        for (Node node : list.getValue()) {
            Part item = part(node, depth);
            listing.items().add(item);
            places.element(start(node), source.columnOfDash(start(node)), depth, item.remarks());
        }
        return listing;
    }

    private Mapping mapping(MappingNode node, int depth) throws LeftAlone {
        Mapping mapping = new Mapping(new ArrayList<>(), new Remarks());
        for (NodeTuple entry : node.getValue()) {
            Node key = entry.getKeyNode();
            if (!(part(key, depth) instanceof Scalar scalar)) {
                throw leftAlone(key, "Camel reads no key that is a list or has keys itself; correct it");
            }
            Pair pair = new Pair(scalar, part(entry.getValueNode(), depth), new Remarks());
            mapping.pairs().add(pair);
            places.element(start(key), source.column(start(key)), depth, pair.remarks());
        }
        return mapping;
    }

    private Scalar scalar(ScalarNode node) {
        int end = node.getEndMark().orElseThrow().getIndex();
        boolean isBlock = node.getScalarStyle() == ScalarStyle.FOLDED || node.getScalarStyle() == ScalarStyle.LITERAL;
        List<String> folds = node.getScalarStyle() == ScalarStyle.FOLDED ? source.folds(start(node), end) : List.of();
        Scalar scalar = new Scalar(node.getValue(), node.getScalarStyle() == ScalarStyle.PLAIN, folds, new Remarks());
        places.scalar(new Span(start(node), end, isBlock), scalar.remarks());
        return scalar;
    }

    private static int start(Node node) {
        return node.getStartMark().orElseThrow().getIndex();
    }

    private static LeftAlone leftAlone(Node node, String sentence) {
        Mark mark = node.getStartMark().orElseThrow();
        return new LeftAlone(mark.getLine() + 1, mark.getColumn() + 1, sentence);
    }
}
