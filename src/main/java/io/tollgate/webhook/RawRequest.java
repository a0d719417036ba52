package io.tollgate.webhook;

import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ContinueResponseTiming;

/**
 * What a filter cannot tell the container: to ask for a body before its first byte is there, and to leave the rest of one
 * unread when the request ends on its own thread. The container would wait for it there, as long as somebody likes to send. Of an
 * asynchronous request it waits for nothing once the connection is to be closed.
 */
final class RawRequest extends ValveBase {
    private static final String ATTRIBUTE = RawRequest.class.getName();

    RawRequest() {
        super(true);
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        org.apache.coyote.Request raw = request.getCoyoteRequest();
        request.setAttribute(ATTRIBUTE, raw);
        try {
            getNext().invoke(request, response);
        } finally {
            if (!request.isAsync() && !request.isFinished()) {
                raw.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
            }
        }
    }

    /** Sends the 100 that a client with {@code Expect: 100-continue} waits for. */
    static void askForBody(ServletRequest request) {
        of(request).action(ActionCode.ACK, ContinueResponseTiming.ALWAYS);
    }

    private static org.apache.coyote.Request of(ServletRequest request) {
        return (org.apache.coyote.Request) request.getAttribute(ATTRIBUTE);
    }
}
