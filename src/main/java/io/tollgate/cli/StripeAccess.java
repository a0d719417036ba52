package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.stripe.StripeKey;
import io.tollgate.stripe.StripeKeys;
import io.tollgate.stripe.endpoint.EndpointConfiguration;
import io.tollgate.stripe.endpoint.Endpoints;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.env.ConfigurableEnvironment;

/** Stripe's API, for a command that needs no database. */
final class StripeAccess implements AutoCloseable {
    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

    private StripeAccess() {}

    /** @throws InvalidConfiguration when the settings are wrong; says which */
    static StripeAccess open(ConfigurableEnvironment settings, Clock clock) {
        StripeAccess access = new StripeAccess();
        access.context.setEnvironment(settings);
        access.context.registerBean(Clock.class, () -> clock);
        access.context.register(EndpointConfiguration.class);
        try {
            access.context.refresh();
            return access;
        } catch (RuntimeException e) {
            access.close();
            if (NestedExceptionUtils.getMostSpecificCause(e) instanceof InvalidConfiguration invalid) {
                throw invalid;
            }
            throw new InvalidConfiguration(
                    "The settings under tollgate.stripe cannot be read: "
                            + NestedExceptionUtils.getMostSpecificCause(e).getMessage(),
                    e);
        }
    }

    /**
     * The key for an endpoint.
     *
     * @param livemode null for that of the only key
     * @throws InvalidConfiguration when there is none, or it is not said which
     */
    StripeKey key(String endpoint, Boolean livemode) {
        StripeKeys keys = context.getBean(StripeKeys.class);
        List<StripeKey> found = Stream.of(true, false)
                .filter(mode -> livemode == null || livemode.equals(mode))
                .map(mode -> keys.of(endpoint, mode))
                .flatMap(Optional::stream)
                .toList();
        if (found.size() > 1) {
            throw new InvalidConfiguration("There is a key for live and one for test: give --mode live or --mode test");
        }
        if (found.isEmpty()) {
            throw new InvalidConfiguration("There is no " + (livemode == null ? "" : livemode ? "live " : "test ")
                    + "key of Stripe's API for the endpoint '" + endpoint
                    + "': set STRIPE_API_KEY (tollgate.stripe.accounts.default.api-keys), best to a restricted one that may"
                    + " write webhook endpoints.");
        }
        return found.get(0);
    }

    Endpoints endpoints() {
        return context.getBean(Endpoints.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
