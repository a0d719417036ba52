package io.tollgate.stripe.endpoint;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.WantedTypes;
import io.tollgate.stripe.StripeApi;
import io.tollgate.stripe.StripeKeys;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What looks by itself, in a gateway. */
@Configuration(proxyBeanMethods = false)
class EndpointWatchConfiguration {
    @Bean
    EndpointWatch endpointWatch(StripeKeys keys, StripeApi stripe, WantedTypes wanted, MeterRegistry registry) {
        EndpointNews news = new EndpointNews(registry);
        return new EndpointWatch(keys, new SnapshotCalls(stripe), new ThinCalls(stripe), wanted, news).start();
    }
}
