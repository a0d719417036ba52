package io.tollgate.console.access;

import io.tollgate.access.Role;
import java.util.List;
import java.util.Map;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;

/** Somebody whom a provider knows: no more than a session needs, without the token. Equal to himself at another login. */
record OidcPerson(String name, Role role) implements OidcUser {
    private static final String PREFIX = "oidc:";
    private static final List<String> NAMES = List.of("preferred_username", "email", "sub");
    private static final int LONGEST = 200;

    /** No user of the settings has a colon in his name. */
    static String nameIn(Map<String, Object> claims) {
        String name = NAMES.stream()
                .map(claims::get)
                .filter(value -> value instanceof String text && !text.isBlank())
                .map(String.class::cast)
                .findFirst()
                .orElse("");
        String plain = name.strip().replaceAll("\\p{C}", "?");
        return PREFIX + plain.substring(0, Math.min(plain.length(), LONGEST));
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public List<GrantedAuthority> getAuthorities() {
        return List.of(new SimpleGrantedAuthority(role.authority()));
    }

    @Override
    public Map<String, Object> getAttributes() {
        return Map.of();
    }

    @Override
    public Map<String, Object> getClaims() {
        return Map.of();
    }

    @Override
    public OidcUserInfo getUserInfo() {
        return null;
    }

    @Override
    public OidcIdToken getIdToken() {
        return null;
    }
}
