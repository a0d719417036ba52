package io.tollgate.routing.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;

/** The text of a file. All places in it are in code points, as those of the nodes are. */
final class SourceText {
    private static final Pattern FOLD_HEAD = Pattern.compile(">[+-]?");

    private final int[] points;
    private final int[] lines;

    SourceText(String text) {
        this.points = text.codePoints().toArray();
        this.lines = new int[points.length + 1];
        for (int i = 0; i < points.length; i++) {
            lines[i + 1] = lines[i] + (endsLine(i) ? 1 : 0);
        }
    }

    private boolean endsLine(int place) {
        return points[place] == '\n' || points[place] == '\r' && at(place + 1) != '\n';
    }

    /** The character there; 0 behind the end. */
    int at(int place) {
        return place < points.length ? points[place] : 0;
    }

    /** From 0. */
    int line(int place) {
        return lines[Math.min(place, points.length)];
    }

    private int startOfLine(int place) {
        int start = place;
        while (start > 0 && !endsLine(start - 1)) {
            start--;
        }
        return start;
    }

    private int endOfLine(int place) {
        int end = place;
        while (end < points.length && points[end] != '\n' && points[end] != '\r') {
            end++;
        }
        return end;
    }

    /** From 0. */
    int column(int place) {
        return place - startOfLine(place);
    }

    /** That of the {@code -} in front of an item; of the item itself when there is none on its line. */
    int columnOfDash(int item) {
        int place = item - 1;
        while (place >= 0 && points[place] == ' ') {
            place--;
        }
        return place >= 0 && points[place] == '-' ? column(place) : column(item);
    }

    private String text(int start, int end) {
        return new String(points, start, end - start);
    }

    /** The lines of a {@code >} block without their indentation; empty when they say it themselves, or are irregular. */
    List<String> folds(int start, int end) {
        String head = text(start, endOfLine(start)).strip();
        List<String> body = text(endOfLine(start), end).lines().skip(1).toList();
        int indentation = body.stream()
                .filter(line -> !line.isBlank())
                .mapToInt(line -> line.length() - line.stripLeading().length())
                .findFirst()
                .orElse(0);
        if (!FOLD_HEAD.matcher(head).matches()
                || indentation == 0
                || body.stream().anyMatch(line -> line.contains("\t"))) {
            return List.of();
        }
        List<String> folds = new ArrayList<>(List.of(head));
        body.forEach(line -> folds.add(line.substring(Math.min(indentation, line.length()))));
        while (folds.get(folds.size() - 1).isBlank()) {
            folds.remove(folds.size() - 1);
        }
        return folds;
    }

    /**
     * All comments and empty lines.
     *
     * @param spans of all scalars, in which a {@code #} is none
     */
    List<Comment> comments(List<Span> spans) {
        List<Span> sorted = new ArrayList<>(spans);
        sorted.sort(Comparator.comparingInt(Span::start));
        List<Comment> comments = new ArrayList<>();
        int place = 0;
        for (Span span : sorted) {
            between(place, span.start(), comments);
            place = Math.max(place, span.end());
            if (span.isBlock()) {
                between(span.start() + 1, endOfLine(span.start()), comments);
            }
        }
        between(place, points.length, comments);
        return comments;
    }

    private void between(int start, int end, List<Comment> comments) {
        for (int place = start; place < end; place++) {
            boolean isAfterSpace = place == 0 || Character.isWhitespace(points[place - 1]);
            if (points[place] == '#' && isAfterSpace) {
                int last = endOfLine(place);
                comments.add(comment(place, text(place, last).strip()));
                place = last;
            }
            if (at(place) != 0 && endsLine(place) && startOfLine(place) >= start && isEmpty(place)) {
                comments.add(comment(place, ""));
            }
        }
    }

    private boolean isEmpty(int endOfLine) {
        return text(startOfLine(endOfLine), endOfLine).isBlank();
    }

    private Comment comment(int start, String text) {
        return new Comment(text, start, line(start), column(start));
    }
}
