package io.tollgate.console.access;

import io.tollgate.console.access.ConsoleProperties.User;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Logs somebody in by name and password. A check takes a tenth of a second of a processor: there are two at once, and as many wait a second
 * at most.
 */
final class PasswordLogin implements AuthenticationProvider {
    private static final int AT_ONCE = 2;
    private static final Duration BUSY = Duration.ofSeconds(1);

    private final Semaphore running = new Semaphore(AT_ONCE, true);
    private final Semaphore let = new Semaphore(2 * AT_ONCE);
    private final Users users;
    private final LoginThrottle throttle;

    PasswordLogin(Users users, LoginThrottle throttle) {
        this.users = users;
        this.throttle = throttle;
    }

    /** @throws TooManyTries when it has to be tried again later; then the password was not looked at */
    @Override
    public Authentication authenticate(Authentication given) {
        String name = given.getName();
        String address =
                given.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
        Duration wait = throttle.admit(address, name);
        if (!wait.isZero()) {
            throw new TooManyTries(wait);
        }
        User user = find(address, name, String.valueOf(given.getCredentials()))
                .orElseThrow(() -> new BadCredentialsException("Name or password is wrong."));
        throttle.takeBack(address, name);
        return UsernamePasswordAuthenticationToken.authenticated(
                name, null, List.of(new SimpleGrantedAuthority(user.role().authority())));
    }

    private Optional<User> find(String address, String name, String password) {
        if (!let.tryAcquire()) {
            throttle.takeBack(address, name);
            throw new TooManyTries(BUSY);
        }
        try {
            if (!running.tryAcquire(BUSY.toMillis(), TimeUnit.MILLISECONDS)) {
                throttle.takeBack(address, name);
                throw new TooManyTries(BUSY);
            }
            try {
                return users.find(name, password);
            } finally {
                running.release();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TooManyTries(BUSY);
        } finally {
            let.release();
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
