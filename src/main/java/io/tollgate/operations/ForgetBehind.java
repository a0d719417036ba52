package io.tollgate.operations;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.tollgate.forget.BrokerSide;
import io.tollgate.forget.ForgetCustomer;
import io.tollgate.forget.Forgotten;
import io.tollgate.forget.Plan;
import io.tollgate.inbox.Forgetting;
import io.tollgate.inbox.Pool;
import io.tollgate.text.Reason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Forgets customers behind the back of who asked, one run at a time, over a connection of its own. A run that was cut off, by the end of
 * the gateway too, is gone on with by the same once more; the last runs are known until the gateway ends.
 */
public class ForgetBehind implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ForgetBehind.class);
    private static final Pattern CUSTOMER = Pattern.compile("cus_[A-Za-z0-9]{1,250}");
    private static final int KEPT = 20;

    private final Pool pool;
    private final ForgetCustomer forget;
    private final Clock clock;
    private final Map<String, Noted> runs = new LinkedHashMap<>();

    /** @param pool closed with this */
    ForgetBehind(Pool pool, BrokerSide broker, Path mails, Clock clock) {
        JdbcClient jdbc = JdbcClient.create(pool.dataSource());
        this.pool = pool;
        this.forget = new ForgetCustomer(
                new JdbcTemplate(pool.dataSource()), jdbc, new Forgetting(jdbc, clock), clock, broker, mails);
        this.clock = clock;
    }

    /**
     * A run.
     *
     * @param dead also payloads of events that are dead
     * @param endedAt null while it goes on
     * @param plan what there was; null as long as it is looked for
     * @param forgotten what was removed; null in a dry run, and while it goes on
     * @param problem why it has ended early; null when it has not
     */
    public record Noted(
            String customer,
            boolean dead,
            boolean dryRun,
            String by,
            Instant startedAt,
            Instant endedAt,
            Plan plan,
            Forgotten forgotten,
            String problem) {
        @JsonProperty
        public boolean running() {
            return endedAt == null;
        }

        private Noted planned(Plan found) {
            return new Noted(customer, dead, dryRun, by, startedAt, endedAt, found, forgotten, problem);
        }

        private Noted ended(Instant at, Forgotten removed, String why) {
            return new Noted(customer, dead, dryRun, by, startedAt, at, plan, removed, why);
        }
    }

    public static boolean isCustomer(String id) {
        return id != null && CUSTOMER.matcher(id).matches();
    }

    /**
     * @param dryRun only looks
     * @param first runs before anything is done, unless another run goes on
     * @return empty when another one goes on
     */
    public synchronized Optional<Noted> start(
            String customer, boolean dead, boolean dryRun, String by, Runnable first) {
        if (runs.values().stream().anyMatch(Noted::running)) {
            return Optional.empty();
        }
        first.run();
        Noted begun = new Noted(customer, dead, dryRun, by, clock.instant(), null, null, null, null);
        runs.remove(customer);
        runs.put(customer, begun);
        if (runs.size() > KEPT) {
            runs.remove(runs.keySet().iterator().next());
        }
        Thread thread = new Thread(() -> run(begun), "forget");
        thread.setDaemon(true);
        thread.start();
        return Optional.of(begun);
    }

    private void run(Noted begun) {
        Noted noted = begun;
        Forgotten forgotten = null;
        String problem = null;
        try {
            Plan plan = forget.plan(begun.customer(), begun.dead());
            noted = begun.planned(plan);
            note(noted);
            forgotten = begun.dryRun() ? null : forget.run(plan, begun.by());
        } catch (RuntimeException | Error e) {
            problem = Reason.of(e) + ". The same once more does the rest.";
            log.warn("Forgetting a customer has ended early: {}", problem);
        } finally {
            note(noted.ended(clock.instant(), forgotten, problem));
        }
    }

    private synchronized void note(Noted noted) {
        runs.replace(noted.customer(), noted);
    }

    /** The last run of a customer. */
    public synchronized Optional<Noted> find(String customer) {
        return Optional.ofNullable(runs.get(customer));
    }

    @Override
    public void close() {
        pool.close();
    }
}
