package io.tollgate.routing.rehearsal;

import java.util.HashSet;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.camel.spi.IdempotentRepository;
import org.apache.camel.support.service.ServiceSupport;

/** In place of {@code doneEvents}: what was done since it was cleared, in memory. */
final class DoneBefore extends ServiceSupport implements IdempotentRepository {
    private final Set<String> done = new HashSet<>();

    @Override
    public boolean add(Exchange exchange, String key) {
        return add(of(exchange, key));
    }

    @Override
    public boolean contains(Exchange exchange, String key) {
        return contains(of(exchange, key));
    }

    @Override
    public boolean remove(Exchange exchange, String key) {
        return remove(of(exchange, key));
    }

    private static String of(Exchange exchange, String key) {
        return exchange.getFromRouteId() + ' ' + exchange.getExchangeExtension().getHistoryNodeId() + ' ' + key;
    }

    @Override
    public synchronized boolean add(String key) {
        return done.add(key);
    }

    @Override
    public synchronized boolean contains(String key) {
        return done.contains(key);
    }

    @Override
    public synchronized boolean remove(String key) {
        return done.remove(key);
    }

    @Override
    public boolean confirm(String key) {
        return true;
    }

    @Override
    public synchronized void clear() {
        done.clear();
    }
}
