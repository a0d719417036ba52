package io.tollgate;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The settings of a gateway, where none runs. */
public final class OfflineSettings {
    private OfflineSettings() {}

    /**
     * @param settings Spring's, as for {@code serve}
     * @throws InvalidConfiguration when a file of settings, or what it imports, cannot be read
     */
    public static ConfigurableEnvironment of(String[] settings) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(settings));
        try {
            ConfigDataEnvironmentPostProcessor.applyTo(environment);
            return environment;
        } catch (RuntimeException e) {
            throw new InvalidConfiguration(
                    "The settings cannot be read (" + e.getMessage() + "): correct what it names.", e);
        }
    }
}
