package io.tollgate.stripe.reconcile;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.Leases;
import io.tollgate.inbox.WantedTypes;
import io.tollgate.inbox.Watermarks;
import io.tollgate.stripe.StripeKeys;
import java.time.Clock;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What asks by itself, in a gateway. */
@Configuration(proxyBeanMethods = false)
class ReconcilerConfiguration {
    @Bean
    @DependsOnDatabaseInitialization
    Reconciler reconciler(
            ReconcileRun run,
            ReconcileProperties properties,
            StripeKeys keys,
            WantedTypes wanted,
            Inbox inbox,
            Leases leases,
            Watermarks watermarks,
            MeterRegistry registry,
            Clock clock) {
        ReconcileMetrics metrics = new ReconcileMetrics(watermarks, registry, clock);
        Reconciler reconciler = new Reconciler(run, keys, wanted, inbox, leases, metrics, properties.interval(), clock);
        return properties.interval().isZero() ? reconciler : reconciler.start();
    }
}
