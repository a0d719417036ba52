package io.tollgate.webhook;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.stereotype.Component;

/** Where a secret of the settings was given, for who has to take it away there. */
@Component
final class SecretOrigin {
    private final ConfigurableEnvironment environment;

    SecretOrigin(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    /** The variable of the environment, or whatever else Spring has it from. Never the secret. */
    String of(String secret) {
        return environment.getPropertySources().stream()
                .flatMap(source ->
                        source instanceof EnumerablePropertySource<?> names ? in(names, secret) : Stream.empty())
                .findFirst()
                .orElse("settings");
    }

    private static Stream<String> in(EnumerablePropertySource<?> source, String secret) {
        return Arrays.stream(source.getPropertyNames())
                .filter(name -> isIn(source.getProperty(name), secret))
                .sorted()
                .map(name -> words(source, name));
    }

    private static boolean isIn(Object value, String secret) {
        return value != null
                && List.of(value.toString().split(",")).stream()
                        .anyMatch(one -> one.strip().equals(secret));
    }

    private static String words(PropertySource<?> source, String name) {
        return source instanceof SystemEnvironmentPropertySource
                ? "environment (" + name + ")"
                : "settings (" + source.getName() + ")";
    }
}
