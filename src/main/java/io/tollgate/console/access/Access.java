package io.tollgate.console.access;

import io.tollgate.access.Role;
import jakarta.servlet.DispatcherType;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.access.hierarchicalroles.RoleHierarchyImpl;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.annotation.AnnotationTemplateExpressionDefaults;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.RequestAttributeSecurityContextRepository;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who is let in on the operators' port: to health and metrics everybody, else programs with a token and people with a session. What a
 * method of a controller asks for is beside it: {@link For}.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@EnableMethodSecurity
@EnableConfigurationProperties(ConsoleProperties.class)
class Access {
    static final String API = "/api/**";

    /** What is open to whoever reaches the port. */
    static RequestMatcher monitoring() {
        return new OrRequestMatcher(EndpointRequest.to("health", "prometheus"), EndpointRequest.toLinks());
    }

    /** As it is without Spring Security: what monitors knows no login. */
    @Bean
    @Order(1)
    SecurityFilterChain monitors(HttpSecurity http) throws Exception {
        return http.securityMatcher(monitoring())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .headers(headers -> headers.disable())
                .build();
    }

    /** A token with each request, no session, and so nothing that another site could make a browser send. */
    @Bean
    @Order(2)
    SecurityFilterChain programs(HttpSecurity http, TokenCheck tokens, Problems problems) throws Exception {
        RequestAttributeSecurityContextRepository contexts = new RequestAttributeSecurityContextRepository();
        return http.securityMatcher((RequestMatcher) TokenCheck::isOfProgram)
                .authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll()
                        .requestMatchers(EndpointRequest.toAnyEndpoint())
                        .hasRole(Role.ADMIN.name())
                        .requestMatchers(API)
                        .hasRole(Role.VIEWER.name())
                        .anyRequest()
                        .denyAll())
                .securityContext(context -> context.securityContextRepository(contexts))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .csrf(csrf -> csrf.disable())
                .logout(logout -> logout.disable())
                .requestCache(cache -> cache.disable())
                .headers(AnswerHeaders::set)
                .addFilterBefore(
                        new TokenFilter(tokens, problems, contexts), UsernamePasswordAuthenticationFilter.class)
                .exceptionHandling(refused -> refused.authenticationEntryPoint(problems::loginNeeded)
                        .accessDeniedHandler(problems::notAllowed))
                .build();
    }

    @Bean
    static RoleHierarchy roles() {
        return RoleHierarchyImpl.withDefaultRolePrefix()
                .role(Role.ADMIN.name())
                .implies(Role.OPERATOR.name())
                .role(Role.OPERATOR.name())
                .implies(Role.VIEWER.name())
                .build();
    }

    /** For the {value} in {@link For}. */
    @Bean
    static AnnotationTemplateExpressionDefaults templates() {
        return new AnnotationTemplateExpressionDefaults();
    }
}
