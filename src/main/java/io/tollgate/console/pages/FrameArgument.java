package io.tollgate.console.pages;

import io.tollgate.access.Role;
import io.tollgate.console.words.Words;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.springframework.core.MethodParameter;
import org.springframework.core.env.Environment;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives a page its {@link Frame}: who reads it, and in which language. */
@Component
class FrameArgument implements HandlerMethodArgumentResolver, WebMvcConfigurer {
    private final Clock clock;
    private final Environment environment;

    FrameArgument(Clock clock, Environment environment) {
        this.clock = clock;
        this.environment = environment;
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
                Words.of(http),
                user.getName(),
                role(user),
                http.getRequestURI() + (query == null ? "" : "?" + query),
                csrf == null ? null : csrf.getToken(),
                clock.instant(),
                environment.matchesProfiles("embedded"));
    }

    private static Role role(Authentication user) {
        return Arrays.stream(Role.values())
                .filter(role -> user.getAuthorities().stream()
                        .map(GrantedAuthority::getAuthority)
                        .anyMatch(role.authority()::equals))
                .max(Comparator.naturalOrder())
                .orElse(Role.VIEWER);
    }
}
