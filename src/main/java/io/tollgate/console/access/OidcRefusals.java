package io.tollgate.console.access;

import io.tollgate.audit.Act;
import io.tollgate.audit.AuditLog;
import io.tollgate.audit.Caller;
import io.tollgate.console.access.OidcUsers.NoRole;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Conditional;
import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.stereotype.Component;

/** What somebody is told who is not logged in by OIDC. No token and no code is in a page or in the log. */
@Component
@Conditional(Providers.Configured.class)
class OidcRefusals {
    private static final Logger log = LoggerFactory.getLogger(OidcRefusals.class);

    private final AuditLog audit;
    private final Logins logins;
    private final LoginPage page;
    private final LoginThrottle throttle;
    private final OidcProperties properties;

    OidcRefusals(AuditLog audit, Logins logins, LoginPage page, LoginThrottle throttle, OidcProperties properties) {
        this.audit = audit;
        this.logins = logins;
        this.page = page;
        this.throttle = throttle;
        this.properties = properties;
    }

    /** A link to a provider that is away, or that there is none of. */
    void notSent(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (causes(why).anyMatch(LazyProviders.Away.class::isInstance)) {
            away(request, response, why);
        } else {
            page.write(request, response, HttpStatus.NOT_FOUND, "login.noProvider");
        }
    }

    /** The way back from a provider. Who comes it in vain again and again fills no audit log. */
    void refused(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        String address = request.getRemoteAddr();
        Duration wait = throttle.admit(address, "oidc:" + address);
        if (!wait.isZero()) {
            logins.refused(request, response, new TooManyTries(wait));
            return;
        }
        String name = why instanceof NoRole known ? known.name() : Logins.NOBODY;
        try {
            audit.write(new Caller(name, address), Act.LOGIN_REFUSED, name, "");
        } catch (DataAccessException e) {
            logins.databaseAway(request, response, e);
            return;
        }
        if (why instanceof NoRole) {
            page.write(
                    request,
                    response,
                    HttpStatus.FORBIDDEN,
                    "login.noRole",
                    name,
                    properties.rolesClaim(),
                    OidcProperties.CLAIM_SETTING);
        } else if (causes(why).anyMatch(cause -> cause instanceof LazyProviders.Away || cause instanceof IOException)) {
            away(request, response, why);
        } else {
            log.warn("A login by OIDC was refused: {}", code(why));
            page.write(request, response, HttpStatus.UNAUTHORIZED, "login.notAccepted");
        }
    }

    private void away(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        log.warn(
                "Nobody can log in by OIDC, since the provider does not answer as one ({}): see that the gateway reaches"
                        + " its issuer-uri, {}.…",
                causes(why).reduce((first, last) -> last).orElse(why).getClass().getSimpleName(),
                "spring.security.oauth2.client.provider");
        page.write(request, response, HttpStatus.SERVICE_UNAVAILABLE, "login.providerAway");
    }

    /** The rest of what it says may be a stranger's text, or a token. */
    private static String code(AuthenticationException why) {
        String code = why instanceof OAuth2AuthenticationException known
                ? known.getError().getErrorCode()
                : why.getClass().getSimpleName();
        return code.matches("[\\w.-]{1,60}") ? code : "another error";
    }

    private static Stream<Throwable> causes(Throwable first) {
        return Stream.iterate(first, why -> why != null, Throwable::getCause);
    }
}
