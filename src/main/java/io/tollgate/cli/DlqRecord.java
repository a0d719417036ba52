package io.tollgate.cli;

import io.tollgate.inbox.ReplayLog;
import java.util.function.Consumer;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * The row of {@code tollgate.replay} that says who had what moved, where the database is to be had: without it the work goes
 * on unrecorded. After a crash up to one batch more has been moved than it says.
 */
final class DlqRecord implements AutoCloseable {
    private final Consumer<String> warning;
    private final Operations operations;
    private Long id;

    /**
     * @param audit which has said so when the database is away
     * @param warning is told why it is not recorded
     */
    DlqRecord(Audit audit, String by, String what, Consumer<String> warning) {
        this.warning = warning;
        this.operations = audit.operations().orElse(null);
        if (operations != null) {
            attempt(() -> id = log().begin(by, what, ""));
        }
    }

    /** Its number; null when it is not recorded. */
    Long id() {
        return id;
    }

    void add(String queue, int moved) {
        if (id != null) {
            attempt(() -> log().progress(id, moved, queue));
        }
    }

    private ReplayLog log() {
        return operations.replayLog();
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (DataAccessException | TransactionException e) {
            lost(Commands.sentence(e));
        }
    }

    private void lost(String why) {
        id = null;
        warning.accept("From here on it is not recorded. " + why);
    }

    @Override
    public void close() {
        if (id != null) {
            attempt(() -> log().end(id));
        }
    }
}
