package io.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.logging.Log;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;

/**
 * With the profile `embedded` and nobody who may log in on the operators' port: a user {@code admin}, whose password is made up and kept
 * in the data folder, for this user only.
 */
public final class GeneratedPassword implements EnvironmentPostProcessor, Ordered {
    static final String SOURCE = "generated password of admin";
    private static final String USERS = "tollgate.console.users";
    private static final String ELSEWHERE = "spring.security.oauth2.client.registration";
    /** The least there is: nobody guesses 32 letters and digits, and the hash is in memory only. */
    private static final int COST = 4;

    private final Log log;

    /** The log is not set up yet. */
    GeneratedPassword(DeferredLogFactory logs) {
        this.log = logs.getLog(GeneratedPassword.class);
    }

    /** After the configuration files, which say where the data folder is and may name users. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 10;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.acceptsProfiles(Profiles.of("embedded"))
                && !isGiven(environment, USERS)
                && !isGiven(environment, ELSEWHERE)) {
            Path data = Path.of(environment.getProperty("tollgate.data", "./data"));
            Map<String, Object> admin = Map.of(
                    USERS + ".admin.password",
                    new BCryptPasswordEncoder(COST).encode(keptIn(data)),
                    USERS + ".admin.role",
                    "admin");
            environment.getPropertySources().addFirst(new MapPropertySource(SOURCE, admin));
        }
    }

    static Path file(Path data) {
        return data.resolve("admin-password");
    }

    private static boolean isGiven(ConfigurableEnvironment environment, String property) {
        return Binder.get(environment)
                .bind(property, Bindable.mapOf(String.class, Object.class))
                .isBound();
    }

    private String keptIn(Path data) {
        DataFolder.create(data).ifPresent(log::warn);
        try {
            return KeptSecret.in(file(data), "", log::warn);
        } catch (IOException e) {
            throw DataFolder.notWritable(data, e);
        }
    }
}
