package io.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
import org.springframework.util.StringUtils;

/** With the profile `embedded` and no signing secret, makes one up and keeps it in the data folder, for this user only. */
public final class GeneratedSecret implements EnvironmentPostProcessor, Ordered {
    static final String SOURCE = "generated signing secret";
    private static final String SECRETS = "tollgate.webhook.endpoints.default.secrets";
    private static final String FILES = "tollgate.webhook.endpoints.default.secret-files";

    private final Log log;

    /** The log is not set up yet. */
    GeneratedSecret(DeferredLogFactory logs) {
        this.log = logs.getLog(GeneratedSecret.class);
    }

    /** After the configuration files, which say where the data folder is and may hold a secret. */
    @Override
    public int getOrder() {
        return ConfigDataEnvironmentPostProcessor.ORDER + 10;
    }

    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        if (environment.acceptsProfiles(Profiles.of("embedded")) && !isGiven(environment)) {
            Path data = Path.of(environment.getProperty("tollgate.data", "./data"));
            Map<String, Object> secret = Map.of(SECRETS, keptIn(data, log));
            environment.getPropertySources().addFirst(new MapPropertySource(SOURCE, secret));
        }
    }

    static Path file(Path data) {
        return data.resolve("stripe-webhook-secret");
    }

    private static boolean isGiven(ConfigurableEnvironment environment) {
        return Stream.of(SECRETS, FILES)
                .flatMap(property ->
                        Binder.get(environment)
                                .bind(property, Bindable.listOf(String.class))
                                .orElse(List.of())
                                .stream())
                .anyMatch(StringUtils::hasText);
    }

    private static String keptIn(Path data, Log log) {
        DataFolder.create(data).ifPresent(log::warn);
        try {
            return KeptSecret.in(file(data), "whsec_", log::warn);
        } catch (IOException e) {
            throw DataFolder.notWritable(data, e);
        }
    }
}
