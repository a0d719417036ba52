package io.tollgate.console.pages;

import io.tollgate.access.Role;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.util.WebUtils;

/** Gives a page its {@link Frame}: who reads it, and in which language. */
@Component
class FrameArgument implements HandlerMethodArgumentResolver, WebMvcConfigurer {
    /** Of the cookie with the language that somebody has chosen. */
    static final String LANGUAGE = "language";

    private final Clock clock;

    FrameArgument(Clock clock) {
        this.clock = clock;
    }

    @Override
    public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
        resolvers.add(this);
    }

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == Frame.class;
    }

    @Override
    public Frame resolveArgument(
            MethodParameter parameter,
            ModelAndViewContainer container,
            NativeWebRequest request,
            WebDataBinderFactory binder) {
        return of(request.getNativeRequest(HttpServletRequest.class));
    }

    Frame of(HttpServletRequest http) {
        Authentication user = (Authentication) http.getUserPrincipal();
        CsrfToken csrf = (CsrfToken) http.getAttribute(CsrfToken.class.getName());
        String query = http.getQueryString();
        return new Frame(
                Words.in(language(http)),
                user.getName(),
                role(user),
                http.getRequestURI() + (query == null ? "" : "?" + query),
                csrf == null ? null : csrf.getToken(),
                clock.instant());
    }

    private static Role role(Authentication user) {
        return Arrays.stream(Role.values())
                .filter(role -> user.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .anyMatch(role.authority()::equals))
                .max(Comparator.naturalOrder())
                .orElse(Role.VIEWER);
    }

    private static Locale language(HttpServletRequest request) {
        var chosen = WebUtils.getCookie(request, LANGUAGE);
        List<Locale> wanted = chosen == null
                ? Collections.list(request.getLocales())
                : List.of(Locale.forLanguageTag(chosen.getValue()));
        return wanted.stream()
                .flatMap(one -> Stream.of(Locale.forLanguageTag(one.getLanguage())))
                .filter(Words.LANGUAGES::contains)
                .findFirst()
                .orElse(Words.LANGUAGES.get(0));
    }
}
