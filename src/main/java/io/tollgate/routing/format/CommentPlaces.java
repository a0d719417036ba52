package io.tollgate.routing.format;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds out what each comment of a file goes with. */
final class CommentPlaces {
    private final SourceText source;
    private final List<Element> elements = new ArrayList<>();
    private final List<Place> scalars = new ArrayList<>();

    CommentPlaces(SourceText source) {
        this.source = source;
    }

    /** An item of a list, with the column of its dash, or a key with its value. */
    private record Element(int start, int column, int depth, Remarks remarks) {}

    private record Place(Span span, Remarks remarks) {}

    void element(int start, int column, int depth, Remarks remarks) {
        elements.add(new Element(start, column, depth, remarks));
    }

    void scalar(Span span, Remarks remarks) {
        scalars.add(new Place(span, remarks));
    }

    List<Span> spans() {
        return scalars.stream().map(Place::span).toList();
    }

    /** Puts all comments of the file, in their order, to what they go with. */
    void put(List<Comment> comments) {
        // an item starts where its first key does, and comes first
        elements.sort(Comparator.comparingInt(Element::start).thenComparingInt(Element::depth));
        scalars.sort(Comparator.comparingInt(place -> place.span().start()));
        Remarks atEnd = new Remarks();
        // from the last on: an empty line goes where the comment below it goes
        List<String> below = atEnd.before();
        int belowNext = elements.size();
        for (int i = comments.size() - 1; i >= 0; i--) {
            Comment comment = comments.get(i);
            Optional<Remarks> beside = comment.isEmptyLine() ? Optional.empty() : beside(comment);
            int next = next(comment);
            if (beside.isPresent()) {
                beside.get().beside().add(0, comment.text());
                continue;
            }
            if (!comment.isEmptyLine() || next != belowNext) {
                below = lines(comment, next, atEnd);
                belowNext = next;
            }
            below.add(0, comment.text());
        }
    }

    /** Of the last scalar before it on its line. */
    private Optional<Remarks> beside(Comment comment) {
        Place last = null;
        for (Place place : scalars) {
            if (place.span().start() >= comment.start()) {
                break;
            }
            last = place.span().start() < place.span().end() ? place : last;
        }
        if (last == null) {
            return Optional.empty();
        }
        int line = source.line(
                last.span().isBlock() ? last.span().start() : last.span().end());
        return line == comment.line() ? Optional.of(last.remarks()) : Optional.empty();
    }

    private int next(Comment comment) {
        int next = 0;
        while (next < elements.size() && elements.get(next).start() <= comment.start()) {
            next++;
        }
        return next;
    }

    /** Those before the next element; those after one above it for what stands further to the right than the next. */
    private List<String> lines(Comment comment, int next, Remarks atEnd) {
        int nextColumn = next < elements.size() ? elements.get(next).column() : -1;
        int depth = Integer.MAX_VALUE;
        for (int i = next - 1; i >= 0 && !comment.isEmptyLine(); i--) {
            Element above = elements.get(i);
            if (above.depth() < depth && above.column() <= comment.column()) {
                if (above.column() > nextColumn) {
                    return above.remarks().after();
                }
                break;
            }
            depth = Math.min(depth, above.depth());
        }
        return next < elements.size() ? elements.get(next).remarks().before() : atEnd.before();
    }
}
