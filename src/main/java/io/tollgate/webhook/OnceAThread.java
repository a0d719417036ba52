package io.tollgate.webhook;

import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Keeps a thread that is at work on a connection from beginning with the same one anew. Tomcat 11 does that when a filter
 * reads the last chunk of a body without waiting: it calls for the listener's next event in the middle of the event, takes the
 * connection for idle, and closes it or reads the next request before this one has its answer. The event comes without that.
 */
final class OnceAThread<S> implements Handler<S> {
    private final ThreadLocal<SocketWrapperBase<S>> current = new ThreadLocal<>();
    private final Handler<S> container;

    OnceAThread(Handler<S> container) {
        this.container = container;
    }

    @Override
    public SocketState process(SocketWrapperBase<S> connection, SocketEvent event) {
        SocketWrapperBase<S> outer = current.get();
        if (connection != null && connection == outer) {
            return SocketState.LONG;
        }
        current.set(connection);
        try {
            return container.process(connection, event);
        } finally {
            current.set(outer);
        }
    }

    @Override
    public Object getGlobal() {
        return container.getGlobal();
    }

    @Override
    public void release(SocketWrapperBase<S> connection) {
        container.release(connection);
    }

    @Override
    public void pause() {
        container.pause();
    }

    @Override
    public void recycle() {
        container.recycle();
    }
}
