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
 * What a filter cannot tell the container: to ask for a body before its first byte is there, and to leave one unread. Of
 * every request that nobody has read to its end the rest is left: the container would wait for it on the request's own
 * thread, as long as somebody likes to send.
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

    /** Has the connection closed once the answer, which must be written already, is sent. */
    static void leaveUnread(ServletRequest request) {
        of(request).action(ActionCode.DISABLE_SWALLOW_INPUT, null);
    }

    private static org.apache.coyote.Request of(ServletRequest request) {
        return (org.apache.coyote.Request) request.getAttribute(ATTRIBUTE);
    }
}
