package io.tollgate.stripe;

import io.tollgate.hydrate.Hydrate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What asks Stripe. Without a key nothing of it runs. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(StripeProperties.class)
public class StripeConfiguration {
    @Bean
    StripeKeys stripeKeys(StripeProperties properties) {
        return new StripeKeys(properties);
    }

    @Bean
    StripeApi stripeApi(StripeProperties properties) {
        return new StripeApi(properties);
    }

    /** Flows name it. */
    @Bean(Hydrate.NAME)
    Hydrate hydrate(StripeKeys keys, StripeApi api) {
        return new Hydrate(new AskingStripe(keys, api));
    }
}
