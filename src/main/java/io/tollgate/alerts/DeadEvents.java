package io.tollgate.alerts;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Types of which events are dead. */
record DeadEvents(Supplier<Map<String, Long>> dead, long limit) implements Question {
    @Override
    public Condition condition() {
        return Condition.DEAD_EVENTS;
    }

    @Override
    public List<Sight> ask() {
        return dead.get().entrySet().stream()
                .filter(type -> type.getValue() > limit)
                .map(type -> new Sight(condition(), type.getKey(), "More than " + limit + " of this type"))
                .toList();
    }
}
