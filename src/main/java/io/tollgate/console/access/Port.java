package io.tollgate.console.access;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Set;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.Cookie;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.servlet.Session;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.session.HttpSessionEventPublisher;

/** How requests come to Spring Security, and in which cookie a session is. */
@Configuration(proxyBeanMethods = false)
class Port {
    private static final int LONGEST_LOGIN = 4 << 10;
    private static final int LONGEST_BODY = 64 << 10;

    @Bean
    FilterRegistrationBean<Filter> threads(Problems problems) {
        return registered(new Threads(Access.monitoring(), problems), Ordered.HIGHEST_PRECEDENCE);
    }

    @Bean
    FilterRegistrationBean<Filter> wholeBody(TokenCheck tokens) {
        return registered(new WholeBody(request -> longest(request, tokens)), Ordered.HIGHEST_PRECEDENCE + 1);
    }

    /** Also once a body has come: then Tomcat calls it asynchronous. */
    @Bean
    FilterRegistrationBean<Filter> security(@Qualifier("springSecurityFilterChain") Filter chains) {
        return registered(chains, Ordered.HIGHEST_PRECEDENCE + 2);
    }

    private static FilterRegistrationBean<Filter> registered(Filter filter, int order) {
        FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(order);
        registration.setDispatcherTypes(EnumSet.of(DispatcherType.REQUEST, DispatcherType.ASYNC));
        return registration;
    }

    /** Strangers may send a name and a password. */
    private static int longest(HttpServletRequest request, TokenCheck tokens) {
        if (TokenCheck.isOfProgram(request)) {
            return tokens.of(request).owner().isPresent() ? LONGEST_BODY : 0;
        }
        if (request.getSession(false) != null) {
            return LONGEST_BODY;
        }
        return request.getRequestURI().equals(LoginPage.PATH) ? LONGEST_LOGIN : 0;
    }

    @Bean
    RequestRejectedHandler malformed(Problems problems) {
        return (request, response, why) -> problems.malformed(response);
    }

    @Bean
    ServletListenerRegistrationBean<HttpSessionEventPublisher> endedSessions() {
        return new ServletListenerRegistrationBean<>(new HttpSessionEventPublisher());
    }

    /** Where Tomcat speaks TLS it is secure anyway. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> sessionCookie(ConsoleProperties properties) {
        return factory -> {
            Session session = factory.getSettings().getSession();
            session.setTimeout(properties.sessionTimeout());
            session.setTrackingModes(Set.of(Session.SessionTrackingMode.COOKIE));
            session.setPersistent(false);
            session.getCookie().setName("TOLLGATE_SESSION");
            session.getCookie().setPath("/");
            session.getCookie().setHttpOnly(true);
            session.getCookie().setSameSite(Cookie.SameSite.LAX);
            if (properties.secureCookies()) {
                session.getCookie().setSecure(true);
            }
        };
    }
}
