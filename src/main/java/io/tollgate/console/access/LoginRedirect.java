package io.tollgate.console.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;

/** Leads a browser from a page of the console to the login, and from there back to it. */
final class LoginRedirect {
    /** What htmx sends with the parts of a page that it asks for, and takes in place of one: a login is a page by itself. */
    private static final String OF_HTMX = "HX-Request";

    private static final String SHOWN = "HX-Current-URL";
    private static final String GO = "HX-Redirect";

    private LoginRedirect() {}

    /** @return whether it was on its way to a page; else nothing has been answered */
    static boolean lead(HttpServletRequest request, HttpServletResponse response) {
        String path = request.getRequestURI();
        boolean toPage = request.getMethod().equals("GET") && (path.equals("/console") || path.startsWith("/console/"));
        if (!toPage) {
            return false;
        }
        if (request.getHeader(OF_HTMX) == null) {
            LoginPage.go(response, login(path, request.getQueryString()));
        } else {
            response.setStatus(HttpStatus.UNAUTHORIZED.value());
            response.setHeader(GO, loginFrom(request.getHeader(SHOWN)));
        }
        return true;
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
