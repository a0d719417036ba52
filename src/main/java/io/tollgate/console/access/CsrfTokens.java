package io.tollgate.console.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;

/**
 * Of whoever is logged in in the session, where no other site can plant one, nor another server of this host. Of a stranger in a cookie: a
 * session for each would be memory for each.
 */
final class CsrfTokens implements CsrfTokenRepository {
    private final CsrfTokenRepository known = new HttpSessionCsrfTokenRepository();
    private final CookieCsrfTokenRepository strangers = new CookieCsrfTokenRepository();

    CsrfTokens(boolean secureCookies) {
        strangers.setCookieName("TOLLGATE_LOGIN");
        strangers.setHeaderName("X-CSRF-TOKEN");
        strangers.setCookiePath("/login");
        strangers.setCookieCustomizer(cookie -> {
            cookie.httpOnly(true).sameSite("Strict");
            if (secureCookies) {
                cookie.secure(true);
            }
        });
    }

    private CsrfTokenRepository of(HttpServletRequest request) {
        return request.getSession(false) == null ? strangers : known;
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        return of(request).generateToken(request);
    }

    @Override
    public void saveToken(CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        of(request).saveToken(token, request, response);
    }

    @Override
    public CsrfToken loadToken(HttpServletRequest request) {
        return of(request).loadToken(request);
    }
}
