package io.tollgate.console.access;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientProperties;
import org.springframework.boot.security.oauth2.client.autoconfigure.OAuth2ClientPropertiesMapper;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;

/**
 * The providers of Spring Boot's settings, each asked for what it is at the first login and not at the start: a gateway has to take
 * Stripe's events whoever is away. One thread at once asks, so that a provider that hangs holds one only.
 */
final class LazyProviders implements ClientRegistrationRepository {
    private final Map<String, ClientRegistration> known = new ConcurrentHashMap<>();
    private final ReentrantLock asking = new ReentrantLock();
    private final OAuth2ClientProperties properties;

    LazyProviders(OAuth2ClientProperties properties) {
        this.properties = properties;
    }

    /** It has not said where its pages and its keys are. */
    static final class Away extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Away(Throwable why) {
            super("The provider of the login does not say what it is.", why);
        }
    }

    @Override
    public ClientRegistration findByRegistrationId(String id) {
        ClientRegistration one = known.get(id);
        if (one != null || !properties.getRegistration().containsKey(id)) {
            return one;
        }
        if (!asking.tryLock()) {
            throw new Away(null);
        }
        try {
            return known.computeIfAbsent(id, this::ask);
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new Away(e);
        } finally {
            asking.unlock();
        }
    }

    private ClientRegistration ask(String id) {
        OAuth2ClientProperties one = new OAuth2ClientProperties();
        one.getRegistration().put(id, properties.getRegistration().get(id));
        one.getProvider().putAll(properties.getProvider());
        ClientRegistration found =
                new OAuth2ClientPropertiesMapper(one).asClientRegistrations().get(id);
        // without it there is no token that says who somebody is
        Set<String> scopes = new LinkedHashSet<>(Set.of("openid"));
        scopes.addAll(Optional.ofNullable(found.getScopes()).orElse(Set.of()));
        return ClientRegistration.withClientRegistration(found).scope(scopes).build();
    }
}
