package io.tollgate.console.access;

import java.util.List;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.stereotype.Component;

/** Logs somebody in by name and password. */
@Component
class PasswordLogin implements AuthenticationProvider {
    private final Users users;

    PasswordLogin(Users users) {
        this.users = users;
    }

    @Override
    public Authentication authenticate(Authentication given) {
        String name = given.getName();
        String password = String.valueOf(given.getCredentials());
        return users.find(name, password)
                .map(user -> UsernamePasswordAuthenticationToken.authenticated(
                        name,
                        null,
                        List.of(new SimpleGrantedAuthority(user.role().authority()))))
                .orElseThrow(() -> new BadCredentialsException("Name or password is wrong."));
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
