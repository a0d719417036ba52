package io.tollgate.console.access;

import io.tollgate.console.access.ConsoleProperties.User;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.stereotype.Component;

/** Those with a password. */
@Component
class Users {
    /** As many bytes of a password as bcrypt looks at. */
    private static final int MOST_BYTES = 72;

    private static final int USUAL_COST = 10;

    private final BCryptPasswordEncoder bcrypt = new BCryptPasswordEncoder();
    private final Map<String, User> users;
    private final String nobodys;

    Users(ConsoleProperties properties) {
        this.users = properties.users();
        int cost = users.values().stream().mapToInt(User::cost).max().orElse(USUAL_COST);
        this.nobodys = "$2a$%02d$".formatted(cost) + ".".repeat(53);
    }

    boolean isEmpty() {
        return users.isEmpty();
    }

    boolean has(String name) {
        return users.containsKey(name);
    }

    /** The user with this password. It takes as long for a name that nobody has, so that nobody learns from it which there are. */
    Optional<User> find(String name, String password) {
        User user = users.get(name);
        boolean isShort = password.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
        boolean matches = bcrypt.matches(isShort ? password : "", user == null ? nobodys : user.password());
        return Optional.ofNullable(user).filter(known -> matches && isShort && !password.isEmpty());
    }
}
