package io.tollgate;

import jakarta.servlet.ServletRequest;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.SocketEvent;

/**
 * Leaves unread what is left of a body when its request ends on its own thread, whoever answered it, and closes the
 * connection: Tomcat alone would wait for the rest there, as long as somebody likes to send. Of an asynchronous request it
 * waits for nothing once the connection is to be closed.
 */
public final class UnreadBodies implements Adapter {
    private static final String ATTRIBUTE = UnreadBodies.class.getName();

    private final Adapter container;

    private UnreadBodies(Adapter container) {
        this.container = container;
    }

    /** HTTP/1.1 that does so. */
    public static class Protocol extends Http11NioProtocol {
        @Override
        public void setAdapter(Adapter container) {
            super.setAdapter(new UnreadBodies(container));
        }
    }

    /** The container's own, for what a servlet cannot ask of it. */
    public static Request rawRequest(ServletRequest request) {
        return (Request) request.getAttribute(ATTRIBUTE);
    }

    @Override
    public void service(Request request, Response response) throws Exception {
        request.setAttribute(ATTRIBUTE, request);
        container.service(request, response);
        if (!is(request, ActionCode.ASYNC_IS_ASYNC) && !is(request, ActionCode.REQUEST_BODY_FULLY_READ)) {
            request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
        }
    }

    /** What Tomcat's processor says of the request. */
    public static boolean is(Request request, ActionCode question) {
        AtomicBoolean answer = new AtomicBoolean();
        request.action(question, answer);
        return answer.get();
    }

    @Override
    public boolean prepare(Request request, Response response) throws Exception {
        return container.prepare(request, response);
    }

    @Override
    public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
        return container.asyncDispatch(request, response, event);
    }

    @Override
    public void log(Request request, Response response, long time) {
        container.log(request, response, time);
    }

    @Override
    public void checkRecycled(Request request, Response response) {
        container.checkRecycled(request, response);
    }

    @Override
    public String getDomain() {
        return container.getDomain();
    }
}
