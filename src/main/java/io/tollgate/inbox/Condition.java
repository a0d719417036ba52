package io.tollgate.inbox;

import java.util.List;
import java.util.stream.Stream;

/** A condition on {@code tollgate.inbox}, and what its question marks stand for. */
record Condition(String sql, List<Object> arguments) {
    /** Both hold. */
    Condition with(String more, List<Object> itsArguments) {
        return new Condition(
                more + " AND " + sql,
                Stream.concat(itsArguments.stream(), arguments.stream()).toList());
    }
}
