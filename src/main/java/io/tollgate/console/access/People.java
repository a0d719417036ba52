package io.tollgate.console.access;

import io.tollgate.access.Role;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.session.SessionRegistry;
import org.springframework.security.core.session.SessionRegistryImpl;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.csrf.CsrfException;

/** Those who log in with a browser, and everything that none of the others is for: it is closed. */
@Configuration(proxyBeanMethods = false)
class People {
    /** What the page of the login shows. */
    private static final String[] OF_THE_LOGIN = {"/console/assets/console.css", "/console/assets/icon.svg"};

    private final ConsoleProperties properties;
    private final Problems problems;
    private final Logins logins;
    private final LoginPage page;
    private final Clock clock;

    People(ConsoleProperties properties, Problems problems, Logins logins, LoginPage page, Clock clock) {
        this.properties = properties;
        this.problems = problems;
        this.logins = logins;
        this.page = page;
        this.clock = clock;
    }

    @Bean
    @Order(3)
    SecurityFilterChain browsers(
            HttpSecurity http,
            Users users,
            LoginThrottle throttle,
            SessionRegistry sessions,
            ObjectProvider<OtherLogin> others)
            throws Exception {
        for (OtherLogin other : others) {
            other.addTo(http);
        }
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(LoginPage.PATH)
                        .permitAll()
                        .requestMatchers(OF_THE_LOGIN)
                        .permitAll()
                        .requestMatchers("/error")
                        .denyAll()
                        .requestMatchers(EndpointRequest.toAnyEndpoint())
                        .hasRole(Role.ADMIN.name())
                        .anyRequest()
                        .hasRole(Role.VIEWER.name()))
                .authenticationProvider(new PasswordLogin(users, throttle))
                .formLogin(form -> form.loginPage(LoginPage.PATH)
                        .successHandler(logins::loggedIn)
                        .failureHandler(logins::refused))
                .logout(logout -> logout.addLogoutHandler(logins::loggedOut)
                        .logoutSuccessHandler((request, response, who) -> LoginPage.go(response, LoginPage.PATH)))
                .sessionManagement(session -> session.maximumSessions(properties.sessions())
                        .sessionRegistry(sessions)
                        .expiredSessionStrategy(
                                expired -> loginNeeded(expired.getRequest(), expired.getResponse(), null)))
                .addFilterBefore(
                        new SessionLifetime(properties.sessionLifetime(), clock), SecurityContextHolderFilter.class)
                .csrf(csrf -> csrf.csrfTokenRepository(new CsrfTokens(properties.secureCookies())))
                .requestCache(cache -> cache.disable())
                .headers(AnswerHeaders::set)
                .exceptionHandling(refused ->
                        refused.authenticationEntryPoint(this::loginNeeded).accessDeniedHandler(this::notAllowed))
                .build();
    }

    @Bean
    static SessionRegistry sessions() {
        return new SessionRegistryImpl();
    }

    private void loginNeeded(HttpServletRequest request, HttpServletResponse response, AuthenticationException why)
            throws IOException {
        if (!LoginRedirect.lead(request, response)) {
            problems.loginNeeded(request, response, why);
        }
    }

    private void notAllowed(HttpServletRequest request, HttpServletResponse response, AccessDeniedException why)
            throws IOException {
        if (!(why instanceof CsrfException)) {
            problems.notAllowed(request, response, why);
        } else if (isStranger() && !isLogin(request)) {
            loginNeeded(request, response, null);
        } else if (isLogin(request) || LoginRedirect.isOfPage(request)) {
            page.write(request, response, HttpStatus.FORBIDDEN, "login.stale");
        } else {
            problems.noCsrfToken(response);
        }
    }

    private static boolean isStranger() {
        return SecurityContextHolder.getContext().getAuthentication() == null;
    }

    private static boolean isLogin(HttpServletRequest request) {
        return request.getRequestURI().equals(LoginPage.PATH);
    }
}
