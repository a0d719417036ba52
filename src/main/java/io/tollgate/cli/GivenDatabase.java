package io.tollgate.cli;

import io.tollgate.embedded.RunningDatabase;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;
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
        return StringUtils.hasText(environment.getProperty("spring.datasource.url"))
                || RunningDatabase.jdbcUrl(Path.of(environment.getProperty("tollgate.data", "./data")))
                        .isPresent();
    }

    DataSource orNull() {
        return operations.map(Operations::database).orElse(null);
    }

    @Override
    public void close() {
        operations.ifPresent(Operations::close);
    }
}
