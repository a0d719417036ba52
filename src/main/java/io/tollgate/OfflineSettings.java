package io.tollgate;

import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/** The settings of a gateway, where none runs. */
public final class OfflineSettings {
    private OfflineSettings() {}

    /** @param settings Spring's, as for {@code serve} */
    public static ConfigurableEnvironment of(String[] settings) {
        ConfigurableEnvironment environment = new StandardEnvironment();
        environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(settings));
        ConfigDataEnvironmentPostProcessor.applyTo(environment);
        return environment;
    }
}
