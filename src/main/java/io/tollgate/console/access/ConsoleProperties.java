package io.tollgate.console.access;

import io.tollgate.InvalidConfiguration;
import io.tollgate.access.Role;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may log in on the operators' port, and for how long.
 *
 * @param users by their names, {@code [A-Za-z0-9._@-]{1,100}}
 * @param sessionTimeout how long nobody may have asked for anything; 1 min to 24 h
 * @param sessionLifetime how long after its login a session ends at the latest; 1 min to 30 days
 * @param sessions of one user at once: one more ends the one that was used longest ago; 1 to 100
 * @param secureCookies whether browsers may send them by HTTPS only, although a request comes by HTTP: a proxy speaks TLS
 */
@ConfigurationProperties("tollgate.console")
record ConsoleProperties(
        @DefaultValue Map<String, User> users,
        @DefaultValue("30m") Duration sessionTimeout,
        @DefaultValue("12h") Duration sessionLifetime,
        @DefaultValue("5") int sessions,
        @DefaultValue("false") boolean secureCookies) {
    private static final String PREFIX = "tollgate.console.";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@-]{1,100}");

    ConsoleProperties {
        users = Map.copyOf(users);
        users.forEach(ConsoleProperties::check);
        check("session-timeout", sessionTimeout, Duration.ofHours(24), "1m and 24h, such as 30m");
        check("session-lifetime", sessionLifetime, Duration.ofDays(30), "1m and 30d, such as 12h");
        if (sessions < 1 || sessions > 100) {
            throw new InvalidConfiguration(
                    PREFIX + "sessions is " + sessions + ": set it to between 1 and 100, such as 5");
        }
    }

    /**
     * Somebody with a password.
     *
     * @param password its bcrypt hash, as {@code ./tollgate password} prints it, of cost 4 to 14; {@code {bcrypt}} may stand before it
     */
    record User(String password, Role role) {
        private static final String SCHEME = "{bcrypt}";
        private static final Pattern BCRYPT = Pattern.compile("\\$2[aby]\\$(0[4-9]|1[0-4])\\$[./0-9A-Za-z]{53}");

        User {
            password = password == null ? "" : password.strip();
            password = password.startsWith(SCHEME) ? password.substring(SCHEME.length()) : password;
        }

        boolean hasHash() {
            return BCRYPT.matcher(password).matches();
        }

        /** Twice as many rounds for each one more. */
        int cost() {
            return Integer.parseInt(password.substring(4, 6));
        }

        @Override
        public String toString() {
            return "User[role=" + role + "]";
        }
    }

    private static void check(String name, Duration given, Duration most, String range) {
        if (given.compareTo(Duration.ofMinutes(1)) < 0 || given.compareTo(most) > 0) {
            throw new InvalidConfiguration(
                    PREFIX + name + " is " + given.toSeconds() + "s: set it to between " + range);
        }
    }

    /** No message has what stands in place of a hash: it may be the password itself. */
    private static void check(String name, User user) {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidConfiguration(PREFIX + "users has a name that is none: take up to 100 letters, digits and"
                    + " any of . _ @ -, and write one with a . or @ in brackets: " + PREFIX + "users.[a@b.org].role");
        }
        if (!user.hasHash()) {
            throw new InvalidConfiguration(PREFIX + "users." + name + ".password is no bcrypt hash of cost 4 to 14: set"
                    + " it to what ./tollgate password prints, in single quotes where a shell reads it");
        }
        if (user.role() == null) {
            throw new InvalidConfiguration(
                    PREFIX + "users." + name + ".role is missing: set it to viewer, operator or" + " admin");
        }
    }
}
