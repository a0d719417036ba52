package io.tollgate.cli;

import io.tollgate.embedded.RunningDatabase;
import io.tollgate.routing.reload.OfflineRoutes;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** The gateway's database, if there is one by the settings. */
record GivenDatabase(Optional<Operations> operations) implements AutoCloseable {
    static final GivenDatabase NONE = new GivenDatabase(Optional.empty());

    /** @throws io.tollgate.InvalidConfiguration when the settings name one that cannot be used */
    static GivenDatabase open(Environment environment, String[] settings) {
        return new GivenDatabase(isGiven(environment) ? Optional.of(Operations.open(settings)) : Optional.empty());
    }

    static boolean isGiven(Environment environment) {
        return hasUrl(environment) || isEmbedded(environment);
    }

    private static boolean hasUrl(Environment environment) {
        return StringUtils.hasText(environment.getProperty("spring.datasource.url"));
    }

    private static boolean isEmbedded(Environment environment) {
        return RunningDatabase.jdbcUrl(Path.of(environment.getProperty("tollgate.data", "./data")))
                .isPresent();
    }

    /** What the gateway's routes mean by their settings; beside one with all embedded that is the profile of that name, as well. */
    static ConfigurableEnvironment environment(String[] settings) {
        ConfigurableEnvironment environment = OfflineRoutes.environment(settings);
        if (hasUrl(environment) || !isEmbedded(environment) || environment.getActiveProfiles().length > 0) {
            return environment;
        }
        String[] embedded = Arrays.copyOf(settings, settings.length + 1);
        embedded[settings.length] = "--spring.profiles.active=embedded";
        return OfflineRoutes.environment(embedded);
    }

    DataSource orNull() {
        return operations.map(Operations::database).orElse(null);
    }

    @Override
    public void close() {
        operations.ifPresent(Operations::close);
    }
}
