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

    private final ObjectMapper json = new ObjectMapper();

    void loginNeeded(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        write(
                response,
                HttpStatus.UNAUTHORIZED,
                "Send a token that is good: Authorization: Bearer tg_…. ./tollgate token create makes one.");
    }

    void notAllowed(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        write(
                response,
                HttpStatus.FORBIDDEN,
                "Your role may not do this: ask an admin, or for a token of another role.");
    }

    void databaseAway(HttpServletResponse response) throws IOException {
        response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_SECONDS);
        write(response, HttpStatus.SERVICE_UNAVAILABLE, "The database does not answer: ask again once it does.");
    }

    private void write(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", status.getReasonPhrase());
        problem.put("status", status.value());
        problem.put("detail", detail);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(json.writeValueAsBytes(problem));
    }
}
