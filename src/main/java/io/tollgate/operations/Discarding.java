package io.tollgate.operations;

import io.tollgate.inbox.Discards;
import io.tollgate.inbox.Entries;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Gives up events that wait, and says why not the others. */
public final class Discarding {
    public static final int LONGEST_REASON = 500;
    private static final Pattern ID = Pattern.compile("evt_[A-Za-z0-9_]{1,250}");

    private final Discards discards;
    private final Entries entries;

    public Discarding(Discards discards, Entries entries) {
        this.discards = discards;
        this.entries = entries;
    }

    /** @param refused why, by id */
    public record Discarded(List<String> discarded, Map<String, String> refused) {}

    public static boolean isId(String id) {
        return id != null && ID.matcher(id).matches();
    }

    public static boolean isReason(String reason) {
        return reason != null && !reason.isBlank() && reason.length() <= LONGEST_REASON;
    }

    /**
     * @param reason becomes the error of each
     * @param first gets the id of each before it is given up
     */
    public Discarded discard(List<String> ids, String reason, Consumer<String> first) {
        List<String> discarded = new ArrayList<>();
        Map<String, String> refused = new LinkedHashMap<>();
        for (String id : ids) {
            first.accept(id);
            if (discards.discard(id, reason)) {
                discarded.add(id);
            } else {
                refused.put(id, why(id));
            }
        }
        return new Discarded(discarded, refused);
    }

    private String why(String id) {
        return entries.find(id)
                .map(row -> switch (row.status()) {
                    case PENDING -> "an attempt of it is under way: try again when that has ended";
                    case DEAD -> "it is dead already";
                    case ROUTED -> "it is routed already";
                })
                .orElse("there is no such event");
    }
}
