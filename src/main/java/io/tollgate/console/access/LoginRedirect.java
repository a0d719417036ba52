package io.tollgate.console.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;

/**
 * Leads a browser whose session has ended, or that never had one, to the login: from a page of the console, and from there back to it; from a
 * form, of which nothing was done.
 */
final class LoginRedirect {
    /** What htmx sends with the parts of a page that it asks for, and takes in place of one: a login is a page by itself. */
    private static final String OF_HTMX = "HX-Request";

    private static final String SHOWN = "HX-Current-URL";
    private static final String GO = "HX-Redirect";

    private LoginRedirect() {}

    /** @return whether a person looks at what comes back; else nothing has been answered */
    static boolean lead(HttpServletRequest request, HttpServletResponse response) {
        if (!isOfPage(request)) {
            return false;
        }
        if (!request.getMethod().equals("GET")) {
            LoginPage.go(response, LoginPage.PATH + "?" + LoginPage.ENDED);
        } else if (request.getHeader(OF_HTMX) == null) {
            LoginPage.go(response, login(request.getRequestURI(), request.getQueryString()));
        } else {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
            response.setHeader(GO, loginFrom(request.getHeader(SHOWN)));
        }
        return true;
    }

    /** Whether it is to a page of the console, or a form of one. */
    static boolean isOfPage(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.equals(LoginPage.CONSOLE)
                || path.startsWith(LoginPage.CONSOLE + "/")
                || path.equals(LoginPage.LOGOUT);
    }

    private static String loginFrom(String shown) {
        try {
            URI page = URI.create(shown == null ? LoginPage.CONSOLE : shown);
            return login(page.getRawPath(), page.getRawQuery());
        } catch (IllegalArgumentException e) {
            return LoginPage.PATH;
        }
    }

    private static String login(String path, String query) {
        String next = query == null ? path : path + "?" + query;
        return LoginPage.PATH + "?" + LoginPage.NEXT + "=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }
}
