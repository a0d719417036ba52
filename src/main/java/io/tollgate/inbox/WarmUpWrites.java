package io.tollgate.inbox;

import io.tollgate.inbox.Inbox.Waiting;
import java.sql.SQLException;
import java.util.List;

/** Writes the events of a warm-up as all others, but for the commit and for all that follows from one. */
record WarmUpWrites(EventInsert insert, Database database, HandOff handOff) {
    /** Takes them out of the batch; what is left is somebody's. */
    void takeFrom(List<Waiting> batch) {
        List<Waiting> nobodys =
                batch.stream().filter(waiting -> waiting.event().warmUp()).toList();
        if (nobodys.isEmpty()) {
            return;
        }
        batch.removeAll(nobodys);
        try {
            database.require();
            List<VerifiedEvent> events = nobodys.stream().map(Waiting::event).toList();
            insert.insertAndRollBack(events, handOff.ask(events));
            nobodys.forEach(waiting -> waiting.isNew().complete(true));
        } catch (SQLException | RuntimeException e) {
            nobodys.forEach(waiting -> waiting.isNew().completeExceptionally(e));
        }
    }
}
