package io.tollgate.console.access;

import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.text.Reason;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** What comes of logging in and out: the audit log has it, and nobody is logged in of whom it has not. */
@Component
class Logins {
    private static final Logger log = LoggerFactory.getLogger(Logins.class);
    static final String NOBODY = "nobody";

    private final AuditLog audit;
    private final LoginPage page;
    private final Users users;
    private final Clock clock;

    Logins(AuditLog audit, LoginPage page, Users users, Clock clock) {
        this.audit = audit;
        this.page = page;
        this.users = users;
        this.clock = clock;
    }

    void loggedIn(HttpServletRequest request, HttpServletResponse response, Authentication who) throws IOException {
        try {
            audit.write(caller(request, who.getName()), Act.LOGGED_IN, who.getName(), "");
        } catch (DataAccessException e) {
            forget(request);
            databaseAway(request, response, e);
            return;
        }
        SessionLifetime.begin(request.getSession(), clock.instant());
        LoginPage.go(response, LoginPage.next(request).orElse(LoginPage.CONSOLE));
    }

    /** What was not looked at is not in the audit log: it would be filled by a stranger. */
    void refused(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (why instanceof TooManyTries tries) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(tries.seconds()));
            page.write(request, response, HttpStatus.TOO_MANY_REQUESTS, "login.wait", tries.seconds());
            return;
        }
        // somebody may have typed the password where the name belongs
        String name = Optional.ofNullable(request.getParameter("username"))
                .filter(users::has)
                .orElse(NOBODY);
        try {
            audit.write(caller(request, name), Act.LOGIN_REFUSED, name, "");
        } catch (DataAccessException e) {
            databaseAway(request, response, e);
            return;
        }
        page.write(request, response, HttpStatus.UNAUTHORIZED, "login.wrong");
    }

    /** Also while the database is away. */
    void loggedOut(HttpServletRequest request, HttpServletResponse response, Authentication who) {
        if (who == null) {
            return;
        }
        try {
            audit.write(caller(request, who.getName()), Act.LOGGED_OUT, who.getName(), "");
        } catch (DataAccessException e) {
            log.warn("{} has logged out, of which the audit log has nothing: {}", who.getName(), Reason.of(e));
        }
    }

    void databaseAway(HttpServletRequest request, HttpServletResponse response, DataAccessException e)
            throws IOException {
        log.warn("Nobody can log in, since the audit log cannot be written: {}", Reason.of(e));
        response.setHeader(HttpHeaders.RETRY_AFTER, "5");
        page.write(request, response, HttpStatus.SERVICE_UNAVAILABLE, "login.away");
    }

    private static void forget(HttpServletRequest request) {
        SecurityContextHolder.clearContext();
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
    }

    private static Caller caller(HttpServletRequest request, String name) {
        return new Caller(name, request.getRemoteAddr());
    }
}
