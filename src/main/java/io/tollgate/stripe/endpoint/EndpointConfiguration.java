package io.tollgate.stripe.endpoint;

import io.tollgate.stripe.StripeApi;
import io.tollgate.stripe.StripeConfiguration;
import java.time.Clock;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What sets up Stripe's side, when it is told to; also of a command. */
@Configuration(proxyBeanMethods = false)
@Import(StripeConfiguration.class)
public class EndpointConfiguration {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    @Bean
    Endpoints endpoints(StripeApi stripe, Clock clock) {
        return new Endpoints(stripe, new Patience(FIRST_PAUSE), clock);
    }
}
