package io.tollgate.console.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session so long after its login, however busy it is: a page that stays open asks again every few seconds, and so does whoever has
 * taken the cookie.
 */
final class SessionLifetime extends OncePerRequestFilter {
    static final String SINCE = SessionLifetime.class.getName() + ".since";

    private final Duration longest;
    private final Clock clock;

    SessionLifetime(Duration longest, Clock clock) {
        this.longest = longest;
        this.clock = clock;
    }

    /** A login counts from here, also one within a session that has gone on for a while. */
    static void begin(HttpSession session, Instant now) {
        session.setAttribute(SINCE, now);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        HttpSession session = request.getSession(false);
        if (session != null && !clock.instant().isBefore(since(session).plus(longest))) {
            session.invalidate();
        }
        chain.doFilter(request, response);
    }

    private static Instant since(HttpSession session) {
        return session.getAttribute(SINCE) instanceof Instant since
                ? since
                : Instant.ofEpochMilli(session.getCreationTime());
    }
}
