package io.tollgate.console.access;

import io.tollgate.console.words.Words;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.util.HtmlUtils;
import org.springframework.web.util.UriUtils;

/** Where somebody logs in and out with a browser. Without scripts, so that nothing can be smuggled in as one. */
@Controller
class LoginPage {
    static final String PATH = "/login";
    static final String CONSOLE = "/console";
    /** Where somebody goes who has logged in. */
    static final String NEXT = "next";

    static final String LOGOUT = "/logout";
    /** Given to whom a session has ended under a form. */
    static final String ENDED = "ended";

    private static final Pattern PAGE = Pattern.compile("/console(/[\\w.~-]+)*/?(\\?[\\w.~/=&%+*:@-]{0,1000})?");

    private static final String FRAME = """
            <!doctype html>
            <html lang="%s">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>%s · Tollgate</title>
            <link rel="icon" href="/console/assets/icon.svg" type="image/svg+xml">
            <link rel="stylesheet" href="/console/assets/console.css"></head>
            <body>
            <main class="login">
            <h1>Tollgate</h1>
            %s</main>
            </body>
            </html>
            """;
    private static final String FORM = """
            <form method="post" action="/login">
            <p><label>%s <input name="username" autocomplete="username" maxlength="100" required autofocus></label></p>
            <p><label>%s <input name="password" type="password" autocomplete="current-password" required></label></p>
            <input type="hidden" name="%s" value="%s">
            <input type="hidden" name="next" value="%s">
            <p><button class="main">%s</button></p>
            </form>
            """;
    private static final String KNOWN = """
            <p>%s</p>
            <p><a href="/console">%s</a></p>
            <form method="post" action="/logout">
            <input type="hidden" name="%s" value="%s">
            <p><button>%s</button></p>
            </form>
            """;

    private static final String LINK = """
            <p><a class="button" href="/oauth2/authorization/%s%s">%s</a></p>
            """;

    private final Users users;
    private final Providers providers;

    LoginPage(Users users, Providers providers) {
        this.users = users;
        this.providers = providers;
    }

    @GetMapping(PATH)
    @ForEverybody
    void show(HttpServletRequest request, HttpServletResponse response) throws IOException {
        boolean ended = request.getParameter(ENDED) != null
                && !isKnown(SecurityContextHolder.getContext().getAuthentication());
        write(request, response, HttpStatus.OK, ended ? "login.ended" : "");
    }

    /**
     * @param why key of a text that says why somebody is not logged in; empty for nothing
     * @param values for it
     */
    void write(
            HttpServletRequest request, HttpServletResponse response, HttpStatus status, String why, Object... values)
            throws IOException {
        Words words = Words.of(request);
        String alert = why.isEmpty()
                ? ""
                : "<p class=\"state bad\" role=\"alert\">%s</p>\n"
                        .formatted(HtmlUtils.htmlEscape(words.of(why, values)));
        String page = FRAME.formatted(words.language(), words.of("login"), alert + content(request, words));
        byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
        response.setStatus(status.value());
        response.setContentType("text/html;charset=UTF-8");
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
    }

    private String content(HttpServletRequest request, Words words) {
        CsrfToken token = (CsrfToken) request.getAttribute(CsrfToken.class.getName());
        Authentication known = SecurityContextHolder.getContext().getAuthentication();
        if (isKnown(known)) {
            return KNOWN.formatted(
                    HtmlUtils.htmlEscape(words.of("login.known", known.getName())),
                    words.of("login.console"),
                    token.getParameterName(),
                    token.getToken(),
                    words.of("logout"));
        }
        String links = links(request, words);
        if (users.isEmpty()) {
            return links.isEmpty() ? "<p>" + words.of("login.nobody") + "</p>\n" : links;
        }
        return links
                + FORM.formatted(
                        words.of("login.name"),
                        words.of("login.password"),
                        token.getParameterName(),
                        token.getToken(),
                        HtmlUtils.htmlEscape(next(request).orElse("")),
                        words.of("login"));
    }

    private static boolean isKnown(Authentication who) {
        return who != null && !(who instanceof AnonymousAuthenticationToken);
    }

    /** Links and no form: whither a form may lead is said to the browser, and it is us alone. */
    private String links(HttpServletRequest request, Words words) {
        String next = next(request)
                .map(page -> "?" + NEXT + "=" + URLEncoder.encode(page, StandardCharsets.UTF_8))
                .orElse("");
        return providers.names().entrySet().stream()
                .map(one -> LINK.formatted(
                        UriUtils.encodePathSegment(one.getKey(), StandardCharsets.UTF_8),
                        next,
                        HtmlUtils.htmlEscape(words.of("login.with", one.getValue()))))
                .collect(Collectors.joining());
    }

    /** Whatever the host is called, and whoever speaks TLS in front of it. */
    static void go(HttpServletResponse response, String path) {
        response.setStatus(HttpStatus.SEE_OTHER.value());
        response.setHeader(HttpHeaders.LOCATION, path);
    }

    /** A page of ours and nothing else: a link to the login must not lead to another site. */
    static Optional<String> next(HttpServletRequest request) {
        return Optional.ofNullable(request.getParameter(NEXT))
                .or(() -> Optional.ofNullable((String) request.getAttribute(NEXT)))
                .filter(page -> PAGE.matcher(page).matches());
    }
}
