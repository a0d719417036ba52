package io.tollgate.webhook;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Takes everything to the {@link Door}, but the two questions whether the gateway lives and is ready; there is nothing
 * else behind it. What goes wrong behind it is answered with 503, never with 500, so that Stripe sends the event again.
 */
class RawBodyFilter extends HttpFilter {
    /** Says how to answer should the container dispatch this request to its error page. */
    static final String ON_ERROR = RawBodyFilter.class.getName() + ".onError";

    private static final long serialVersionUID = 1L;

    private final transient Door door;
    private final transient Probes probes;

    RawBodyFilter(Door door, Probes probes) {
        this.door = door;
        this.probes = probes;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getServletPath()
                + Optional.ofNullable(request.getPathInfo()).orElse("");
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            WaitingBody.goOn(request);
        } else if (request.getDispatcherType() != DispatcherType.REQUEST) {
            onError(request, response);
        } else if (probes.isOne(request, path)) {
            probes.answer(response, path);
            door.dropBody(request);
        } else {
            request.setAttribute(ON_ERROR, Answer.Refused.NOT_STORED);
            door.receive(request, response, path);
        }
    }

    private static void onError(HttpServletRequest request, HttpServletResponse response) {
        if (request.getAttribute(ON_ERROR) instanceof Answer answer) {
            try {
                answer.writeTo(response);
            } catch (IOException e) {
                // who should have read it has gone; the container would write a stack trace
            }
        }
    }
}
