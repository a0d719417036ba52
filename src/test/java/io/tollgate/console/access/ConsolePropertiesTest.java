package io.tollgate.console.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import io.tollgate.access.Role;
import io.tollgate.console.access.ConsoleProperties.User;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsolePropertiesTest {
    private static final String HASH = Browser.hash("x");

    @Test
    void takesAHashWithAndWithoutItsScheme() {
        assertThat(with("vera", new User("{bcrypt}" + HASH, Role.VIEWER))
                        .users()
                        .get("vera")
                        .password())
                .isEqualTo(HASH);
        assertThat(with("a@b.org", new User(HASH, Role.VIEWER)).users()).hasSize(1);
    }

    @Test
    void refusesAPasswordInPlaceOfItsHashAndDoesNotSayIt() {
        assertThatThrownBy(() -> with("vera", new User("my secret", Role.VIEWER)))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("tollgate.console.users.vera.password")
                .hasMessageContaining("./tollgate password")
                .hasMessageNotContaining("my secret");
        assertThatThrownBy(() -> with("vera", new User("{noop}x", Role.VIEWER)))
                .isInstanceOf(InvalidConfiguration.class);
        assertThatThrownBy(() -> with("vera", new User(HASH.replace("$04$", "$31$"), Role.VIEWER)))
                .hasMessageContaining("cost 4 to 14");
    }

    @Test
    void refusesAUserWithoutRoleAndANameThatCouldBeAToken() {
        assertThatThrownBy(() -> with("vera", new User(HASH, null))).hasMessageContaining("viewer, operator or admin");
        assertThatThrownBy(() -> with("token:x", new User(HASH, Role.VIEWER))).isInstanceOf(InvalidConfiguration.class);
    }

    @Test
    void showsNoHash() {
        assertThat(with("vera", new User(HASH, Role.VIEWER)).toString()).doesNotContain(HASH);
    }

    private static ConsoleProperties with(String name, User user) {
        return new ConsoleProperties(Map.of(name, user), Duration.ofMinutes(30), 5, false);
    }
}
