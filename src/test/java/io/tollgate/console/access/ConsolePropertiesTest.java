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

    @Test
    void refusesTimesThatAreNone() {
        assertThatThrownBy(() -> lasting(Duration.ofSeconds(59), Duration.ofHours(1)))
                .hasMessage("tollgate.console.session-timeout is 59s: set it to between 1m and 24h, such as 30m");
        assertThatThrownBy(() -> lasting(Duration.ofHours(25), Duration.ofHours(1)))
                .hasMessageContaining("session-timeout is 90000s");
        assertThatThrownBy(() -> lasting(Duration.ofHours(1), Duration.ZERO))
                .hasMessage("tollgate.console.session-lifetime is 0s: set it to between 1m and 30d, such as 12h");
        assertThatThrownBy(() -> lasting(Duration.ofHours(1), Duration.ofDays(31)))
                .isInstanceOf(InvalidConfiguration.class);
        assertThat(lasting(Duration.ofHours(24), Duration.ofDays(30)).users()).isEmpty();
    }

    private static ConsoleProperties lasting(Duration timeout, Duration lifetime) {
        return new ConsoleProperties(Map.of(), timeout, lifetime, 5, false);
    }

    private static ConsoleProperties with(String name, User user) {
        return new ConsoleProperties(Map.of(name, user), Duration.ofMinutes(30), Duration.ofHours(12), 5, false);
    }
}
