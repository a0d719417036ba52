package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.apache.commons.logging.impl.NoOpLog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.security.crypto.bcrypt.BCrypt;

class GeneratedPasswordTest {
    private static final String PASSWORD = "tollgate.console.users.admin.password";

    @TempDir
    Path data;

    @Test
    void makesOneUpAndKeepsItForThisUserOnly() throws IOException {
        String hash = after("embedded", Map.of()).getProperty(PASSWORD);
        Path file = data.resolve("admin-password");
        assertThat(BCrypt.checkpw(Files.readString(file).strip(), hash)).isTrue();
        assertThat(Files.readString(file)).matches("[A-Za-z0-9]{32}\n").isNotEqualTo(hash);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void keepsOutOfTheWayOfUsersAndLoginsThatAreGiven() {
        assertThat(after("embedded", Map.of("tollgate.console.users.vera.role", "viewer"))
                        .getProperty(PASSWORD))
                .isNull();
        assertThat(after("embedded", Map.of("spring.security.oauth2.client.registration.work.client-id", "x"))
                        .getProperty(PASSWORD))
                .isNull();
        assertThat(after("production", Map.of()).getProperty(PASSWORD)).isNull();
        assertThat(data).isEmptyDirectory();
    }

    private StandardEnvironment after(String profile, Map<String, Object> properties) {
        StandardEnvironment environment = new StandardEnvironment();
        environment.addActiveProfile(profile);
        environment.getPropertySources().addFirst(new MapPropertySource("test", properties));
        environment
                .getPropertySources()
                .addFirst(new MapPropertySource("data", Map.of("tollgate.data", data.toString())));
        new GeneratedPassword(destination -> new NoOpLog())
                .postProcessEnvironment(environment, new SpringApplication());
        return environment;
    }
}
