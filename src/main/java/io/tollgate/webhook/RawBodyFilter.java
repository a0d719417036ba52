package io.tollgate.webhook;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Takes everything to the {@link Door} before anything else sees it, but the two questions whether the gateway lives and
 * is ready. What goes wrong behind it is answered with 503, never with 500, so that Stripe sends the event again.
 */
class RawBodyFilter extends HttpFilter {
    /** Says how to answer should the container dispatch this request to its error page. */
    static final String ON_ERROR = RawBodyFilter.class.getName() + ".onError";

    private static final long serialVersionUID = 1L;
    private static final Set<String> PROBES = Set.of("/livez", "/readyz");
    private static final Set<String> READS = Set.of("GET", "HEAD");

    private final transient Door door;

    RawBodyFilter(Door door) {
        this.door = door;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getServletPath()
                + Optional.ofNullable(request.getPathInfo()).orElse("");
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            WaitingBody.goOn(request);
        } else if (request.getDispatcherType() != DispatcherType.REQUEST) {
            if (request.getAttribute(ON_ERROR) instanceof Answer answer) {
                answer.writeTo(response);
            }
        } else if (PROBES.contains(path) && READS.contains(request.getMethod())) {
            response.setHeader("Connection", "close");
            chain.doFilter(request, response);
        } else {
            request.setAttribute(ON_ERROR, Answer.Refused.NOT_STORED);
            door.receive(request, response, path);
        }
    }
}
