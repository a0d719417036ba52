package io.tollgate.routing.format;

import io.tollgate.routing.format.Mapping.Pair;
import java.util.List;

/** Writes parts as Kaoto does: two spaces further in for a list too, no line folded, and no brackets but empty ones. */
final class YamlText {
    private static final String STEP = "  ";

    private final StringBuilder text = new StringBuilder();

    private YamlText() {}

    static String of(Listing root) {
        YamlText yaml = new YamlText();
        if (isEmpty(root)) {
            yaml.text.append("[]\n");
        }
        yaml.lines(root, "");
        return yaml.text.toString();
    }

    /** Of a list or mapping, each line with this in front. */
    private void lines(Part part, String indentation) {
        if (part instanceof Listing list) {
            list.items().forEach(item -> item(item, indentation, indentation));
        } else if (part instanceof Mapping mapping) {
            mapping.pairs().forEach(pair -> pair(pair, indentation, indentation));
        }
    }

    /** @param first in front of its first line, where the dashes of the lists around it may be */
    private void item(Part item, String first, String indentation) {
        if (first.equals(indentation)) {
            remarks(item.remarks().before(), indentation);
        }
        String within = indentation + STEP;
        if (item instanceof Scalar scalar) {
            text.append(first).append('-');
            scalar(scalar, within, scalar.remarks().beside());
        } else if (isEmpty(item)) {
            text.append(first).append(item instanceof Listing ? "- []\n" : "- {}\n");
        } else if (item instanceof Listing list) {
            above(list.items().get(0).remarks(), indentation);
            for (int i = 0; i < list.items().size(); i++) {
                item(list.items().get(i), i == 0 ? first + "- " : within, within);
            }
        } else if (item instanceof Mapping mapping) {
            above(mapping.pairs().get(0).remarks(), indentation);
            for (int i = 0; i < mapping.pairs().size(); i++) {
                pair(mapping.pairs().get(i), i == 0 ? first + "- " : within, within);
            }
        }
        remarks(item.remarks().after(), indentation);
    }

    /** What stands before the first line inside an item stands above its dash. */
    private void above(Remarks inside, String indentation) {
        remarks(inside.before(), indentation);
    }

    private void pair(Pair pair, String first, String indentation) {
        if (first.equals(indentation)) {
            remarks(pair.remarks().before(), indentation);
        }
        String key = first + ScalarText.of(pair.key()) + ":";
        List<String> beside = pair.key().remarks().beside();
        if (pair.value() instanceof Scalar scalar) {
            List<String> last = scalar.remarks().beside();
            if (!last.isEmpty()) {
                remarks(beside, indentation);
            }
            text.append(key);
            scalar(scalar, indentation + STEP, last.isEmpty() ? beside : last);
        } else if (isEmpty(pair.value())) {
            text.append(key).append(pair.value() instanceof Listing ? " []" : " {}");
            endLine(beside);
        } else {
            text.append(key);
            endLine(beside);
            lines(pair.value(), indentation + STEP);
        }
        remarks(pair.remarks().after(), indentation);
    }

    private static boolean isEmpty(Part part) {
        return part instanceof Listing list && list.items().isEmpty()
                || part instanceof Mapping mapping && mapping.pairs().isEmpty();
    }

    /** @param within in front of the lines of a block */
    private void scalar(Scalar scalar, String within, List<String> beside) {
        List<String> block = ScalarText.block(scalar);
        if (block.isEmpty()) {
            String value = ScalarText.of(scalar);
            text.append(value.isEmpty() ? "" : " " + value);
            endLine(beside);
            return;
        }
        text.append(' ').append(block.get(0));
        endLine(beside);
        block.stream()
                .skip(1)
                .forEach(
                        line -> text.append(line.isEmpty() ? "" : within + line).append('\n'));
    }

    private void endLine(List<String> beside) {
        beside.forEach(comment -> text.append(' ').append(comment));
        text.append('\n');
    }

    /** Of several empty lines one stays, and none at the beginning. */
    private void remarks(List<String> remarks, String indentation) {
        for (String remark : remarks) {
            boolean isFirst = text.isEmpty()
                    || text.length() > 1 && text.substring(text.length() - 2).equals("\n\n");
            if (!remark.isEmpty()) {
                text.append(indentation).append(remark).append('\n');
            } else if (!isFirst) {
                text.append('\n');
            }
        }
    }
}
