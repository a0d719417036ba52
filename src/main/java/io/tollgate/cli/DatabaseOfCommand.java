package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.embedded.RunningDatabase;
import java.nio.file.Path;
import java.util.Map;
import org.postgresql.Driver;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/** Which database a command asks: the one of the settings, else the embedded one of a gateway that runs. */
final class DatabaseOfCommand {
    private static final String URL = "spring.datasource.url";

    private DatabaseOfCommand() {}

    /**
     * Sets it in the environment, unless it is there.
     *
     * @throws InvalidConfiguration when there is none, or what is given is no URL of one
     */
    static void find(ConfigurableEnvironment environment) {
        String given = environment.getProperty(URL);
        if (StringUtils.hasText(given)) {
            checkUrl(given);
            return;
        }
        Path data = Path.of(environment.getProperty("tollgate.data", "./data"));
        String url = RunningDatabase.jdbcUrl(data)
                .orElseThrow(() -> new InvalidConfiguration("No database: set SPRING_DATASOURCE_URL (" + URL
                        + ") as for the gateway. Or start the gateway with its embedded one; there is none running on "
                        + data.toAbsolutePath().normalize() + " (TOLLGATE_DATA)."));
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource(
                        "embedded database",
                        Map.of(
                                URL,
                                url,
                                "spring.datasource.username",
                                RunningDatabase.USERNAME,
                                "spring.datasource.password",
                                RunningDatabase.password(data))));
    }

    private static void checkUrl(String url) {
        if (!new Driver().acceptsURL(url)) {
            throw new InvalidConfiguration(
                    "SPRING_DATASOURCE_URL (" + URL + ") is no URL of a PostgreSQL: it has to look"
                            + " like jdbc:postgresql://db:5432/tollgate, with a port from 1 to 65535.");
        }
    }
}
