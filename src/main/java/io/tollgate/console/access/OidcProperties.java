package io.tollgate.console.access;

import io.tollgate.InvalidConfiguration;
import io.tollgate.access.Role;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What somebody may do whom a provider of OIDC knows.
 *
 * @param rolesClaim which claim says it, a text or a list; with dots, one inside of another
 * @param roles what its values mean; without any they are {@code viewer}, {@code operator} and {@code admin} themselves
 */
@ConfigurationProperties("tollgate.console.oidc")
record OidcProperties(
        @DefaultValue("roles") String rolesClaim,
        @DefaultValue Map<String, Role> roles) {
    static final String CLAIM_SETTING = "tollgate.console.oidc.roles-claim";

    OidcProperties {
        roles = Map.copyOf(roles);
        if (rolesClaim.isBlank()) {
            throw new InvalidConfiguration(CLAIM_SETTING + " is empty: set it to the claim with the roles or groups of"
                    + " a user, such as roles");
        }
    }

    /** The highest one that the claim names. */
    Optional<Role> roleIn(Map<String, Object> claims) {
        Object claim = claims.containsKey(rolesClaim) ? claims.get(rolesClaim) : inside(claims);
        return values(claim).map(this::role).filter(Objects::nonNull).max(Role::compareTo);
    }

    private Object inside(Map<String, Object> claims) {
        Object found = claims;
        for (String step : List.of(rolesClaim.split("\\."))) {
            found = found instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return found;
    }

    private static Stream<String> values(Object claim) {
        if (claim instanceof Collection<?> several) {
            return several.stream().filter(String.class::isInstance).map(String.class::cast);
        }
        return claim instanceof String one ? Stream.of(one) : Stream.empty();
    }

    private Role role(String value) {
        if (!roles.isEmpty()) {
            return roles.get(value);
        }
        return Arrays.stream(Role.values())
                .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst()
                .orElse(null);
    }
}
