package io.tollgate.inbox;

import io.tollgate.inbox.Backlog.Waiting;
import java.util.List;
import java.util.Map;

/** What waits and what is dead, as this gateway has counted it last for its metrics. */
public interface BacklogSeen {
    /** @throws IllegalStateException when it was not counted for minutes */
    List<Waiting> waiting();

    /**
     * By type.
     *
     * @throws IllegalStateException when it was not counted for minutes
     */
    Map<String, Long> dead();
}
