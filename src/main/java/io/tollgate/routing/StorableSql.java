package io.tollgate.routing;

import io.tollgate.routing.check.TransactionControl;
import io.tollgate.routing.queue.MessageContract;
import io.tollgate.text.Storable;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.component.sql.DefaultSqlPrepareStatementStrategy;
import org.apache.camel.component.sql.SqlComponent;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.ExchangeHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@code sql:} of flows. Stripe's texts, such as metadata, may have a NUL or half of a surrogate pair, which PostgreSQL
 * refuses: U+FFFD is stored instead, and one line says so for an event. A step that names its {@code prepareStatementStrategy} has that.
 */
@Component("sql")
final class StorableSql extends SqlComponent {
    private static final Logger log = LoggerFactory.getLogger(StorableSql.class);
    /** Events; one that comes again behind so many others is said again. */
    private static final int REMEMBERED = 1000;

    /** Texts of which no statement ends a transaction; a header or a body may bring others. */
    private final Set<String> checked = remembering();

    private final Set<String> said = remembering();

    private static Set<String> remembering() {
        return Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > REMEMBERED;
            }
        }));
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        SqlEndpoint sql = (SqlEndpoint) super.createEndpoint(uri, remaining, parameters);
        if (sql.getPrepareStatementStrategy() == null) {
            sql.setPrepareStatementStrategy(new Strategy(sql.getSeparator(), sql.getDataSource() == getDataSource()));
        }
        return sql;
    }

    private void say(Exchange exchange) {
        String event = MessageContract.event(exchange);
        if (said.add(event == null ? exchange.getExchangeId() : event)) {
            log.warn(
                    "{} has a NUL or half of a surrogate pair, which the database does not store: step {} of route {} stores"
                            + " U+FFFD in its place",
                    event == null ? "A message" : event,
                    exchange.getExchangeExtension().getHistoryNodeId(),
                    ExchangeHelper.getAtRouteId(exchange));
        }
    }

    private final class Strategy extends DefaultSqlPrepareStatementStrategy {
        private final boolean isOurs;

        /** @param isOurs whether the statements are for the gateway's database */
        Strategy(char separator, boolean isOurs) {
            super(separator);
            this.isOurs = isOurs;
        }

        @Override
        public String prepareQuery(String query, boolean named, Exchange exchange) throws SQLException {
            if (isOurs && !checked.contains(query)) {
                TransactionControl.refuseIn(query);
                checked.add(query);
            }
            String prepared = super.prepareQuery(query, named, exchange);
            String storable = Storable.text(prepared);
            if (storable != prepared) {
                say(exchange);
            }
            return storable;
        }

        @Override
        public Iterator<?> createPopulateIterator(
                String query, String prepared, int expected, Exchange exchange, Object value) throws SQLException {
            Iterator<?> values = super.createPopulateIterator(query, prepared, expected, exchange, value);
            return new StorableValues(values, prepared, exchange);
        }

        @Override
        public void populateStatement(PreparedStatement statement, Iterator<?> values, int expected)
                throws SQLException {
            StorableValues storable = (StorableValues) values;
            storable.bindTo(statement);
            super.populateStatement(statement, storable, expected);
            storable.tryOut();
            if (storable.areMended()) {
                say(storable.exchange());
            }
        }
    }
}
