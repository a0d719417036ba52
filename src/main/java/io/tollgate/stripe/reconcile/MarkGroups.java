package io.tollgate.stripe.reconcile;

import io.tollgate.inbox.EventTypes;
import io.tollgate.inbox.Watermarks;
import io.tollgate.inbox.Watermarks.Mark;
import io.tollgate.inbox.Watermarks.Scope;
import io.tollgate.stripe.reconcile.Reconciliation.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Which types of an account are asked for together, 20 at most, since Stripe takes no more. */
record MarkGroups(Watermarks watermarks) {
    private static final Duration ABOUT = Duration.ofHours(1);

    /** @param dry whether nothing is to change */
    List<List<Mark>> of(Scope scope, Wish wish, boolean dry, Instant now) {
        return groups(marks(scope, wish, dry, now));
    }

    /** Those that are not known yet begin now, or as early as is asked for. */
    private List<Mark> marks(Scope scope, Wish wish, boolean dry, Instant now) {
        if (!dry) {
            watermarks.begin(scope, wish.types(), now);
        }
        Map<String, Mark> known = watermarks.of(scope).stream().collect(Collectors.toMap(Mark::type, mark -> mark));
        return wish.types().stream()
                .map(type -> known.getOrDefault(
                        type, new Mark(scope.owner(), scope.livemode(), scope.account(), type, now, now)))
                .map(mark -> wish.since() == null ? mark : mark.from(wish.since()))
                .sorted(Comparator.comparing(Mark::complete).thenComparing(Mark::type))
                .toList();
    }

    /** Of what is about as far, so that none is listed again for the sake of another one, such as one that Stripe refuses to list. */
    private static List<List<Mark>> groups(List<Mark> marks) {
        List<List<Mark>> groups = new ArrayList<>();
        for (boolean thin : new boolean[] {false, true}) {
            List<Mark> group = List.of();
            for (Mark mark : marks) {
                if (EventTypes.isThin(mark.type()) != thin) {
                    continue;
                }
                if (group.isEmpty() || group.size() == Question.MOST_TYPES || isFar(group.get(0), mark)) {
                    group = new ArrayList<>();
                    groups.add(group);
                }
                group.add(mark);
            }
        }
        return groups;
    }

    private static boolean isFar(Mark behind, Mark ahead) {
        return ahead.complete().isAfter(behind.complete().plus(ABOUT));
    }
}
