package io.tollgate.console.access;

import io.tollgate.access.ApiTokens;
import io.tollgate.access.ApiTokens.Owner;
import io.tollgate.text.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;

/** Whose the token of a request is. It is looked up once a request. */
@Component
class TokenCheck {
    private static final Logger log = LoggerFactory.getLogger(TokenCheck.class);
    private static final String BEARER = "Bearer ";
    private static final String ATTRIBUTE = TokenCheck.class.getName();

    private final ApiTokens tokens;

    TokenCheck(ApiTokens tokens) {
        this.tokens = tokens;
    }

    /**
     * What is known of a token.
     *
     * @param databaseAway so that nothing is
     */
    record Known(Optional<Owner> owner, boolean databaseAway) {}

    /** Whether it is from a program, which sends no cookie, or none that counts. */
    static boolean isOfProgram(HttpServletRequest request) {
        return request.getHeader(HttpHeaders.AUTHORIZATION) != null;
    }

    Known of(HttpServletRequest request) {
        if (request.getAttribute(ATTRIBUTE) instanceof Known known) {
            return known;
        }
        Known known = lookUp(request.getHeader(HttpHeaders.AUTHORIZATION));
        request.setAttribute(ATTRIBUTE, known);
        return known;
    }

    private Known lookUp(String header) {
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new Known(Optional.empty(), false);
        }
        try {
            return new Known(tokens.owner(header.substring(BEARER.length()).strip()), false);
        } catch (DataAccessException e) {
            log.warn("The database has not said whose a token is: {}", Reason.of(e));
            return new Known(Optional.empty(), true);
        }
    }
}
