package io.tollgate.console.access;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.function.ToIntFunction;

/**
 * Lets a request with a body pass once the body is whole. Until then it holds no thread, however slowly it comes, and no more memory than
 * it says; after 5 s it has come, or is answered 408. Whose body is not wanted has none: it is not read.
 */
final class WholeBody implements Filter {
    private static final String BODY = WholeBody.class.getName();
    private static final byte[] NONE = {};
    private static final long MOST_MILLIS = 5_000;

    private final ToIntFunction<HttpServletRequest> longest;

    /** @param longest body of a request, in bytes; 0 for none */
    WholeBody(ToIntFunction<HttpServletRequest> longest) {
        this.longest = longest;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest http = (HttpServletRequest) request;
        byte[] body = (byte[]) request.getAttribute(BODY);
        long length = request.getContentLengthLong();
        if (body != null) {
            request.removeAttribute(BODY);
            chain.doFilter(new RequestWithBody(http, body), response);
        } else if (request.getDispatcherType() == DispatcherType.ASYNC || length <= 0) {
            chain.doFilter(request, response);
        } else if (length > longest.applyAsInt(http)) {
            chain.doFilter(new RequestWithBody(http, NONE), response);
        } else {
            read(http, (int) length);
        }
    }

    private static void read(HttpServletRequest request, int length) throws IOException {
        AsyncContext waiting = request.startAsync();
        waiting.setTimeout(MOST_MILLIS);
        ServletInputStream in = request.getInputStream();
        ArrivingBody arriving = new ArrivingBody(in, length, waiting, body -> {
            request.setAttribute(BODY, body);
            waiting.dispatch();
        });
        waiting.addListener(arriving);
        in.setReadListener(arriving);
    }
}
