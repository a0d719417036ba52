package io.tollgate.inbox;

import io.tollgate.text.ShellWord;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which events. What is null does not narrow it down.
 *
 * @param type an event type, or a pattern such as {@code customer.subscription.*}
 * @param status {@code PENDING}, {@code ROUTED} or {@code DEAD}
 * @param from received at or after this
 * @param to received before this
 * @param endpoint the endpoint it came in at
 * @param account the connected account
 * @param error a part of the text of its last failure, in any case
 * @param aside whether it was set aside
 * @param object the id of the object that it is about
 */
public record EventFilter(
        String type,
        Status status,
        Instant from,
        Instant to,
        String endpoint,
        String account,
        String error,
        Boolean aside,
        String object) {

    /** Where an entry stands. */
    public enum Status {
        PENDING,
        ROUTED,
        DEAD
    }

    /** As the three indexes say it that have what waits. */
    private static final String WAITING = """
            (status = 'PENDING' AND attempts = 0 OR status = 'PENDING' AND attempts > 0 AND claim IS NULL
             OR status = 'PENDING' AND attempts > 0 AND claim IS NOT NULL)""";

    public static final EventFilter EVERYTHING = new EventFilter(null, null, null, null, null, null, null);

    /** Of those that were set aside, and of the others. */
    public EventFilter(
            String type, Status status, Instant from, Instant to, String endpoint, String account, String error) {
        this(type, status, from, to, endpoint, account, error, null, null);
    }

    /** About whatever object. */
    public EventFilter(
            String type,
            Status status,
            Instant from,
            Instant to,
            String endpoint,
            String account,
            String error,
            Boolean aside) {
        this(type, status, from, to, endpoint, account, error, aside, null);
    }

    /** The same; but what was set aside only if it asks for that. */
    EventFilter withoutAside() {
        return new EventFilter(type, status, from, to, endpoint, account, error, isAside(), object);
    }

    private boolean isAside() {
        return Boolean.TRUE.equals(aside);
    }

    /** The same, but only what was received before {@code end}, unless it ends earlier already. */
    public EventFilter until(Instant end) {
        Instant earlier = to == null || to.isAfter(end) ? end : to;
        return new EventFilter(type, status, from, earlier, endpoint, account, error, aside, object);
    }

    private List<Criterion> criteria() {
        return Stream.of(
                        new Criterion(
                                "type", type, "type LIKE ?", () -> like(type).replace("*", "%")),
                        new Criterion("status", status, "status = ?", () -> status.name()),
                        new Criterion("from", from, "received_at >= ?", () -> Timestamp.from(from)),
                        new Criterion("to", to, "received_at < ?", () -> Timestamp.from(to)),
                        new Criterion("endpoint", endpoint, "endpoint = ?", () -> endpoint),
                        new Criterion("account", account, "account = ?", () -> account),
                        new Criterion("error", error, "error ILIKE ?", () -> "%" + like(error) + "%"),
                        new Criterion("object", object, "object_id = ?", () -> object),
                        new Criterion("aside", aside, isAside() ? "aside IS NOT NULL" : "aside IS NULL", () -> null))
                .filter(criterion -> criterion.value() != null)
                .toList();
    }

    Condition condition() {
        return condition(criteria());
    }

    /** The part of it that an index has. */
    Optional<Condition> indexed() {
        return found(Criterion::isIndexed);
    }

    /** The same, and from when it was received: that too may leave few. */
    Optional<Condition> narrow() {
        return from == null ? indexed() : found(criterion -> criterion.isIndexed() || criterion.isTime());
    }

    private Optional<Condition> found(Predicate<Criterion> by) {
        List<Criterion> indexed = criteria().stream()
                .filter(by)
                .map(one -> one.value() == Status.PENDING
                        ? new Criterion(one.name(), one.value(), WAITING, () -> null)
                        : one)
                .toList();
        return indexed.isEmpty() ? Optional.empty() : Optional.of(condition(indexed));
    }

    private static Condition condition(List<Criterion> criteria) {
        return new Condition(
                criteria.stream().map(Criterion::sql).reduce("true", (all, next) -> all + " AND " + next),
                criteria.stream()
                        .map(criterion -> criterion.argument().get())
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static String like(String text) {
        return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    /** As the options of the commands, quoted for a shell where it needs that. */
    @Override
    public String toString() {
        return criteria().stream()
                .map(EventFilter::option)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
    }

    /** Null for what the commands do by themselves. */
    private static String option(Criterion criterion) {
        if (criterion.value() instanceof Boolean flag) {
            return flag ? "--" + criterion.name() : null;
        }
        return "--" + criterion.name() + "=" + ShellWord.of(criterion.value().toString());
    }
}
