package io.tollgate.console.access;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.web.util.WebUtils;

/**
 * Who is at a provider to log in, each by a cookie of his browser. Strangers get no session for it, and no more memory than so many of them
 * take; the oldest one has to begin again.
 */
final class PendingLogins implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
    static final String COOKIE = "TOLLGATE_OIDC";
    private static final int MOST = 1_000;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final StringKeyGenerator ids =
            new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), 32);
    private final Map<String, Pending> all = new LinkedHashMap<>();
    private final Clock clock;
    private final boolean secureCookies;

    private record Pending(OAuth2AuthorizationRequest request, String next, Instant until) {}

    PendingLogins(Clock clock, boolean secureCookies) {
        this.clock = clock;
        this.secureCookies = secureCookies;
    }

    @Override
    public OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        Cookie cookie = WebUtils.getCookie(request, COOKIE);
        Pending pending = cookie == null ? null : find(cookie.getValue());
        return pending != null && pending.request().getState().equals(request.getParameter("state"))
                ? pending.request()
                : null;
    }

    private synchronized Pending find(String id) {
        Pending pending = all.get(id);
        return pending == null || pending.until().isBefore(clock.instant()) ? null : pending;
    }

    @Override
    public void saveAuthorizationRequest(
            OAuth2AuthorizationRequest pending, HttpServletRequest request, HttpServletResponse response) {
        String id = ids.generateKey();
        synchronized (this) {
            if (all.size() >= MOST) {
                all.remove(all.keySet().iterator().next());
            }
            String next = LoginPage.next(request).orElse(LoginPage.CONSOLE);
            all.put(id, new Pending(pending, next, clock.instant().plus(LONGEST)));
        }
        setCookie(request, response, id, LONGEST);
    }

    /** Good once. */
    @Override
    public OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        OAuth2AuthorizationRequest found = loadAuthorizationRequest(request);
        if (found != null) {
            Pending pending = remove(WebUtils.getCookie(request, COOKIE).getValue());
            if (pending == null) {
                return null;
            }
            request.setAttribute(LoginPage.NEXT, pending.next());
            setCookie(request, response, "", Duration.ZERO);
        }
        return found;
    }

    private synchronized Pending remove(String id) {
        return all.remove(id);
    }

    /** Lax, since the way back is a link of the provider's site. */
    private void setCookie(HttpServletRequest request, HttpServletResponse response, String value, Duration age) {
        ResponseCookie cookie = ResponseCookie.from(COOKIE, value)
                .path(LoginPage.PATH)
                .httpOnly(true)
                .sameSite("Lax")
                .secure(secureCookies || request.isSecure())
                .maxAge(age)
                .build();
        response.addHeader(HttpHeaders.SET_COOKIE, cookie.toString());
    }
}
