package io.tollgate.console.access;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Leaves two of the port's eight threads to whoever monitors: a database that hangs, or callers who do not read their answers, hold the
 * others only.
 */
final class Threads implements Filter {
    static final int MOST = 6;

    private final Semaphore free = new Semaphore(MOST);
    private final RequestMatcher monitoring;
    private final Problems problems;

    Threads(RequestMatcher monitoring, Problems problems) {
        this.monitoring = monitoring;
        this.problems = problems;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (monitoring.matches((HttpServletRequest) request)) {
            chain.doFilter(request, response);
        } else if (free.tryAcquire()) {
            try {
                chain.doFilter(request, response);
            } finally {
                free.release();
            }
        } else {
            problems.busy((HttpServletResponse) response);
        }
    }
}
