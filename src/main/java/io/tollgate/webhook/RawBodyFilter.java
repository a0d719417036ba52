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
 * Takes everything under {@code /webhooks} to the {@link Door} before anything else sees it. What goes wrong behind it is
 * answered with 503, never with 500, so that Stripe sends the event again.
 */
class RawBodyFilter extends HttpFilter {
    /** Says how to answer should the container dispatch this request to its error page. */
    static final String ON_ERROR = RawBodyFilter.class.getName() + ".onError";

    private static final long serialVersionUID = 1L;
    private static final String ROOT = "/webhooks";
    /** The container's own; asked for by a client, it would answer 500. */
    private static final String ERROR_PAGE = "/error";

    private final transient Door door;

    RawBodyFilter(Door door) {
        this.door = door;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        String path = request.getServletPath()
                + Optional.ofNullable(request.getPathInfo()).orElse("");
        if (request.getDispatcherType() == DispatcherType.ERROR) {
            if (request.getAttribute(ON_ERROR) instanceof Answer answer) {
                answer.writeTo(response);
            } else {
                chain.doFilter(request, response);
            }
        } else if (path.equals(ROOT) || path.startsWith(ROOT + "/") || path.equals(ERROR_PAGE)) {
            request.setAttribute(ON_ERROR, Answer.NOT_STORED);
            door.receive(request, response, path);
        } else {
            chain.doFilter(request, response);
        }
    }
}
