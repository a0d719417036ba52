package io.tollgate.stripe.reconcile;

import io.tollgate.inbox.Entries;
import io.tollgate.inbox.StripeAccounts;
import io.tollgate.inbox.Watermarks;
import io.tollgate.stripe.StripeApi;
import io.tollgate.stripe.StripeConfiguration;
import io.tollgate.stripe.StripeKeys;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What asks Stripe for the events that never arrived, when it is told to; also of a command. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({ReconcileProperties.class, PolicyProperties.class})
@Import(StripeConfiguration.class)
public class ReconcileConfiguration {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

    @Bean
    Reconciliation reconciliation(
            StripeKeys keys,
            StripeApi stripe,
            Watermarks watermarks,
            StripeAccounts accounts,
            ReconcileProperties properties,
            PolicyProperties policies,
            Clock clock) {
        EventList list = new EventList(stripe, FIRST_PAUSE);
        return new Reconciliation(keys, list, watermarks, accounts, properties, policies, clock);
    }

    @Bean
    ReconcileRun reconcileRun(Reconciliation reconciliation, Watermarks watermarks, Entries entries, Clock clock) {
        return new ReconcileRun(reconciliation, watermarks, entries, clock);
    }
}
