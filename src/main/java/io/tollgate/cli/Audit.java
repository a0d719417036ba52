package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.audit.Act;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.springframework.core.NestedRuntimeException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.transaction.TransactionException;

/**
 * Tells the audit log what a command is about to do. Without the row the command does not do it, but for one that needs no database and
 * is needed when that is away: it goes on, says so, and adds a line to {@link MissedAudit}.
 */
final class Audit implements AutoCloseable {
    /** A connection lost or refused, no resources, shutting down, read-only as a standby is. */
    private static final Pattern AWAY = Pattern.compile("(?:08|53|57P|58).*|25006");

    private final Operations operations;

    private Audit(Operations operations) {
        this.operations = operations;
    }

    /**
     * For a command that works with the database.
     *
     * @throws DataAccessException when it is not written: then the command ends
     */
    static void write(Operations operations, Act act, String subject, String what) {
        operations.audit().write(OsUser.caller(), act, subject, OsUser.noted(what));
    }

    /**
     * For a command that needs no database.
     *
     * @param warning is told why it is not written
     * @throws DataAccessException when the database is there and does not take it
     */
    static Audit beside(
            String[] settings, Clock clock, Consumer<String> warning, Act act, String subject, String what) {
        Operations operations = null;
        try {
            operations = Operations.open(settings);
            write(operations, act, subject, what);
            return new Audit(operations);
        } catch (InvalidConfiguration e) {
            close(operations);
            missed(settings, clock, warning, e.getMessage(), act, subject, what);
        } catch (DataAccessException | TransactionException e) {
            close(operations);
            if (!isAway(e)) {
                throw e;
            }
            missed(settings, clock, warning, Commands.sentence(e), act, subject, what);
        }
        return new Audit(null);
    }

    private static void missed(
            String[] settings,
            Clock clock,
            Consumer<String> warning,
            String why,
            Act act,
            String subject,
            String what) {
        String kept = MissedAudit.keep(settings, clock.instant(), act, subject, OsUser.noted(what))
                .map(file -> " A line in " + file + " tells of it.")
                .orElse("");
        warning.accept("It goes on without the audit log. " + why + kept);
    }

    private static boolean isAway(NestedRuntimeException failure) {
        return failure instanceof CannotGetJdbcConnectionException
                || failure.getMostSpecificCause() instanceof SQLException sql
                        && sql.getSQLState() != null
                        && AWAY.matcher(sql.getSQLState()).matches();
    }

    /** Empty while the database is away. */
    Optional<Operations> operations() {
        return Optional.ofNullable(operations);
    }

    /** Words of a command for {@code --by}; empty when nobody is named. */
    static String by(String name) {
        return name == null || name.equals(System.getProperty("user.name")) ? "" : "--by=" + name + " ";
    }

    private static void close(Operations operations) {
        if (operations != null) {
            operations.close();
        }
    }

    @Override
    public void close() {
        close(operations);
    }
}
