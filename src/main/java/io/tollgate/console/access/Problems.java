package io.tollgate.console.access;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;

/** Why somebody is not let in, as <a href="https://www.rfc-editor.org/rfc/rfc9457">RFC 9457</a> has it. */
@Component
class Problems {
    private static final String RETRY_SECONDS = "5";
    private static final String TOKEN =
            "Send a token that is good: Authorization: Bearer tg_…. ./tollgate token create makes one.";

    private final ObjectMapper json = new ObjectMapper();
    private final Users users;
    private final Providers providers;

    Problems(Users users, Providers providers) {
        this.users = users;
        this.providers = providers;
    }

    void loginNeeded(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        String login = users.isEmpty() && providers.names().isEmpty()
                ? " For a login with a password set tollgate.console.users.<name>.password and .role."
                : " Or log in at /login.";
        write(response, HttpStatus.UNAUTHORIZED, TOKEN + login);
    }

    void notAllowed(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        write(
                response,
                HttpStatus.FORBIDDEN,
                "Your role may not do this: ask an admin, or for a token of another role.");
    }

    void noCsrfToken(HttpServletResponse response) throws IOException {
        write(
                response,
                HttpStatus.FORBIDDEN,
                "It was not sent by a page of ours, or by one of a session that has ended: load the page again.");
    }

    void malformed(HttpServletResponse response) throws IOException {
        write(response, HttpStatus.BAD_REQUEST, "The path, the method or a header is none that is taken here.");
    }

    void databaseAway(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        write(response, HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer: ask again once it does.");
    }

    void busy(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        write(response, HttpStatus.SERVICE_UNAVAILABLE, "Too many ask at once: ask again a little later.");
    }

    private void write(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", status.getReasonPhrase());
        problem.put("status", status.value());
        problem.put("detail", detail);
        response.setStatus(status.value());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }
}
