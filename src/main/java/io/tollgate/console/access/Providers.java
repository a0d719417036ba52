package io.tollgate.console.access;

import java.util.Map;
import java.util.TreeMap;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.stereotype.Component;

/** Who else knows people, as Spring Boot's settings name them. Reads the settings alone, so that nothing of OIDC is loaded for it. */
@Component
class Providers {
    static final String REGISTRATIONS = "spring.security.oauth2.client.registration";

    private final Map<String, String> names = new TreeMap<>();

    Providers(Environment environment) {
        registrations(environment).keySet().forEach(id -> {
            String given = environment.getProperty(REGISTRATIONS + "." + id + ".client-name");
            names.put(id, given == null ? id : given);
        });
    }

    private static Map<String, Object> registrations(Environment environment) {
        return Binder.get(environment)
                .bind(REGISTRATIONS, Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of());
    }

    /** What people call them, by the names of their settings. */
    Map<String, String> names() {
        return names;
    }

    /** Whether there is one. */
    static final class Configured implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !registrations(context.getEnvironment()).isEmpty();
        }
    }
}
