package io.tollgate.console.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Lets nobody call a method of a controller of ours who has not the role that it is {@link For}, before anything of the request is read.
 * One that says of nobody whom it is for is for nobody.
 */
@Component
class RolesOfMethods implements HandlerInterceptor, WebMvcConfigurer {
    private static final String OURS = "io.tollgate.";

    private final RoleHierarchy roles;

    RolesOfMethods(RoleHierarchy roles) {
        this.roles = roles;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (!(handler instanceof HandlerMethod method)
                || !method.getBeanType().getName().startsWith(OURS)
                || method.hasMethodAnnotation(ForEverybody.class)) {
            return true;
        }
        For role = method.getMethodAnnotation(For.class);
        if (role != null && has(role.value().authority())) {
            return true;
        }
        throw new AccessDeniedException("It is for others");
    }

    private boolean has(String authority) {
        Authentication caller = SecurityContextHolder.getContext().getAuthentication();
        return caller != null
                && roles.getReachableGrantedAuthorities(caller.getAuthorities()).stream()
                        .anyMatch(granted -> authority.equals(granted.getAuthority()));
    }
}
