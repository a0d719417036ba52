package io.tollgate.stripe.reconcile;

import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.inbox.Inbox;
import io.tollgate.inbox.TestInbox;
import io.tollgate.inbox.TestStripe;
import io.tollgate.inbox.Watermarks;
import io.tollgate.stripe.StripeAway;
import io.tollgate.stripe.TestKeys;
import io.tollgate.stripe.reconcile.Reconciliation.Wish;
import io.tollgate.support.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reconciles again and again until it is killed: the URL of the stand-in of Stripe, that of the database, the types, and whether what was not
 * delivered is asked for too. */
public final class ReconcileMain {
    private ReconcileMain() {}

    public static void main(String[] arguments) {
        TestKeys access = new TestKeys(arguments[0], "rk_test_reader", "rk_live_reader");
        HikariDataSource dataSource = TestDatabase.open(arguments[1], config -> config.setUsername("postgres"));
        Watermarks watermarks = TestStripe.watermarks(dataSource);
        Reconciliation reconciliation = new Reconciliation(
                access.keys(),
                new EventList(access.api(), Duration.ofMillis(5)),
                watermarks,
                TestStripe.accounts(dataSource),
                new ReconcileProperties(Duration.ofMinutes(5), Duration.ofSeconds(10), Duration.ofHours(1), List.of()),
                new PolicyProperties(Map.of()),
                Clock.systemUTC());
        ReconcileRun run =
                new ReconcileRun(reconciliation, watermarks, TestStripe.entries(dataSource), Clock.systemUTC());
        Inbox inbox = TestInbox.open(dataSource);
        System.out.println("runs");
        while (true) {
            try {
                run.run(
                        new Wish(Set.of(arguments[2].split(",")), null, Boolean.parseBoolean(arguments[3])),
                        inbox,
                        () -> {},
                        found -> {});
                System.out.println("done");
            } catch (StripeAway e) {
                System.out.println("again");
            }
        }
    }
}
