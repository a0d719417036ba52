package io.tollgate.relay;

import jakarta.jms.Connection;
import jakarta.jms.Session;
import org.springframework.jms.connection.JmsResourceHolder;

/** What Spring's JmsTemplate finds bound to the thread: a session that needs no broker, and sends into a buffer. */
final class BufferedSession extends JmsResourceHolder {
    private final Session session;

    BufferedSession(SendBuffer sends) {
        this.session = OfflineSession.to(sends::add);
    }

    @Override
    public Session getSession() {
        return session;
    }

    @Override
    public <S extends Session> S getSession(Class<S> type) {
        return type.cast(session);
    }

    @Override
    public <S extends Session> S getSession(Class<S> type, Connection ofConnection) {
        return type.cast(session);
    }
}
