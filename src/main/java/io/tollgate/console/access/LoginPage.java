package io.tollgate.console.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.Principal;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.util.HtmlUtils;

/** Where somebody logs in and out with a browser. Without scripts and styles, so that nothing can be smuggled in as one. */
@Controller
class LoginPage {
    static final String PATH = "/login";
    /** Where somebody goes who has logged in. */
    static final String NEXT = "next";

    private static final Pattern PAGE = Pattern.compile("/console(/[\\w.~-]+)*/?(\\?[\\w.~/=&%+-]*)?");

    private static final String FRAME = """
            <!doctype html>
            <html lang="en">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Tollgate</title></head>
            <body>
            <main>
            <h1>Tollgate</h1>
            %s</main>
            </body>
            </html>
            """;
    private static final String FORM = """
            <form method="post" action="/login">
            <p><label>Name <input name="username" autocomplete="username" maxlength="100" required autofocus></label></p>
            <p><label>Password <input name="password" type="password" autocomplete="current-password" required></label></p>
            <input type="hidden" name="%s" value="%s">
            <input type="hidden" name="next" value="%s">
            <p><button>Log in</button></p>
            </form>
            """;
    private static final String KNOWN = """
            <p>You are logged in as %s.</p>
            <form method="post" action="/logout">
            <input type="hidden" name="%s" value="%s">
            <p><button>Log out</button></p>
            </form>
            """;
    private static final String NOBODY_YET = """
            <p>Nobody can log in yet: set <code>tollgate.console.users.NAME.password</code> and <code>.role</code>;
            docs/access.md says how.</p>
            """;

    private final Users users;

    LoginPage(Users users) {
        this.users = users;
    }

    @GetMapping(PATH)
    @ForEverybody
    void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        write(request, response, HttpStatus.OK, "");
    }

    /** @param sentence why somebody is not logged in; empty for nothing */
    void write(HttpServletRequest request, HttpServletResponse response, HttpStatus status, String sentence)
            throws IOException {
        String alert = sentence.isEmpty() ? "" : "<p role=\"alert\">%s</p>\n".formatted(HtmlUtils.htmlEscape(sentence));
        byte[] page = FRAME.formatted(alert + content(request)).getBytes(StandardCharsets.UTF_8);
        response.setStatus(status.value());
        response.setContentType("text/html;charset=UTF-8");
        response.setContentLength(page.length);
        response.getOutputStream().write(page);
    }

    private String content(HttpServletRequest request) {
        CsrfToken token = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        Principal known = request.getUserPrincipal();
        if (known != null) {
            return KNOWN.formatted(HtmlUtils.htmlEscape(known.getName()), token.getParameterName(), token.getToken());
        }
        if (users.isEmpty()) {
            return NOBODY_YET;
        }
        return FORM.formatted(
                token.getParameterName(),
                token.getToken(),
                HtmlUtils.htmlEscape(next(request).orElse("")));
    }

    /** Whatever the host is called, and whoever speaks TLS in front of it. */
    static void go(HttpServletResponse response, String path) {
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.LOCATION, path);
    }

    /** A page of ours and nothing else: a link to the login must not lead to another site. */
    static Optional<String> next(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter(NEXT))
                .filter(page -> PAGE.matcher(page).matches());
    }
}
