package io.tollgate.inbox;

import java.sql.SQLException;
import org.flywaydb.core.api.callback.Callback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.springframework.stereotype.Component;

/**
 * Lets a migration take as long as it takes. The driver would give up its connection after the {@code socketTimeout}, while the server
 * goes on and keeps the table locked; and no start would ever come further than the one before.
 */
@Component
final class LongMigrations implements Callback {
    @Override
    public boolean supports(Event event, Context context) {
        return event == Event.BEFORE_EACH_MIGRATE;
    }

    @Override
    public boolean canHandleInTransaction(Event event, Context context) {
        return true;
    }

    @Override
    public void handle(Event event, Context context) {
        try {
            context.getConnection().setNetworkTimeout(Runnable::run, 0);
        } catch (SQLException e) {
            throw new IllegalStateException("The connection for the migration does not work: " + e.getMessage(), e);
        }
    }

    @Override
    public String getCallbackName() {
        return "long-migrations";
    }
}
