package io.tollgate.console.access;

import io.tollgate.access.PersonalProperties;
import io.tollgate.access.Role;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/** Who may see what is personal in payloads, when they ask for it; all others see it masked. */
@Component
public class PersonalView {
    private final Role least;
    private final RoleHierarchy roles;

    PersonalView(PersonalProperties settings, RoleHierarchy roles) {
        this.least = settings.visibleTo();
        this.roles = roles;
    }

    /** Whether somebody who has logged in may. */
    public boolean isFor(Authentication who) {
        return has(who, least);
    }

    /** Whether somebody may look for a text in payloads: who finds what is masked has seen it. */
    public boolean maySearch(Authentication who) {
        return isFor(who) && has(who, Role.OPERATOR);
    }

    private boolean has(Authentication who, Role role) {
        return roles.getReachableGrantedAuthorities(who.getAuthorities()).stream()
                .anyMatch(authority -> role.authority().equals(authority.getAuthority()));
    }
}
