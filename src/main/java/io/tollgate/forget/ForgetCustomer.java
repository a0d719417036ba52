package io.tollgate.forget;

import io.tollgate.deadletter.EventMessages.About;
import io.tollgate.forget.ForgetLog.Kind;
import io.tollgate.forget.ForgetLog.Step;
import io.tollgate.inbox.EventFilter.Status;
import io.tollgate.inbox.Forgetting;
import io.tollgate.inbox.Forgetting.Candidate;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Removes what is kept of one customer: payloads, rows of objects, messages and mails. Ids, counts and statuses stay. What is not settled
 * is left alone.
 *
 * <p>Which events and objects are theirs is noted before anything is removed. Then it goes in small steps, each a transaction of its own:
 * after a crash the same once more does the rest.
 */
public final class ForgetCustomer {
    private static final int BATCH = 200;
    private static final List<String> TABLES = List.of("tollgate.inbox", "tollgate.attempt", "tollgate.queue_failure");

    private final Forgetting inbox;
    private final ForgetLog log;
    private final ObjectRows rows;
    private final Vacuum vacuum;
    private final BrokerSide broker;
    private final MailFiles mails;

    /** @param mails where the embedded mail server keeps them; need not be there */
    public ForgetCustomer(
            JdbcTemplate template, JdbcClient jdbc, Forgetting inbox, Clock clock, BrokerSide broker, Path mails) {
        this.inbox = inbox;
        this.log = new ForgetLog(jdbc, clock);
        this.rows = new ObjectRows(jdbc);
        this.vacuum = new Vacuum(template);
        this.broker = broker;
        this.mails = new MailFiles(mails);
    }

    /**
     * Looks for all that there is. Changes nothing.
     *
     * @param dead also of events that are dead
     */
    public Plan plan(String customer, boolean dead) {
        Search.Found found = new Search(inbox, rows, customer).run(log.known(customer, Kind.OBJECT));
        Map<String, Candidate> events = new TreeMap<>(found.events());
        batches(log.known(customer, Kind.EVENT), ids -> inbox.of(ids).forEach(e -> events.putIfAbsent(e.id(), e)));
        About about = about(customer, events, found.objects(), e -> e.forgotten() || isToGo(e, dead));
        QueuedMessages messages = new QueuedMessages(broker);
        messages.look(about, destinations(events.keySet()));
        MailFiles.Found files = mails.find(about);
        return new Plan(
                customer,
                events.values().stream()
                        .filter(e -> isToGo(e, dead))
                        .collect(Collectors.groupingBy(Candidate::type, TreeMap::new, Collectors.counting())),
                List.copyOf(ids(events, e -> e.status() == Status.PENDING)),
                List.copyOf(ids(events, e -> e.status() == Status.DEAD && !e.forgotten())),
                found.objects().size(),
                rows.count(customer, found.objects()),
                messages.messages(),
                messages.deep(),
                messages.unknown(),
                files.theirs().size(),
                files.unknown(),
                rows.tablesOfOthers(),
                found.complete(),
                log.wasCutOff(customer),
                dead,
                Set.copyOf(events.keySet()),
                found.objects());
    }

    private static boolean isToGo(Candidate event, boolean dead) {
        return !event.forgotten() && (event.status() == Status.ROUTED || event.status() == Status.DEAD && dead);
    }

    private static Set<String> ids(Map<String, Candidate> events, Predicate<Candidate> which) {
        return events.values().stream().filter(which).map(Candidate::id).collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Removes what the plan has found, unless it is not settled any more.
     *
     * @param by who asks for it
     */
    public Forgotten run(Plan plan, String by) {
        long run = log.begin(plan.customer(), by);
        batches(plan.eventIds(), ids -> log.note(plan.customer(), Kind.EVENT, ids));
        batches(plan.objectIds(), ids -> log.note(plan.customer(), Kind.OBJECT, ids));
        long[] done = new long[Step.values().length];
        batches(plan.eventIds(), ids -> note(run, Step.PAYLOADS, inbox.forget(ids, plan.withDead()), done));
        batches(plan.objectIds(), ids -> note(run, Step.ROWS, rows.empty(plan.customer(), ids), done));
        Map<String, Candidate> left = new TreeMap<>();
        batches(plan.eventIds(), ids -> inbox.of(ids).forEach(e -> left.put(e.id(), e)));
        About about = about(plan.customer(), left, plan.objectIds(), Candidate::forgotten);
        QueuedMessages messages = new QueuedMessages(broker);
        messages.remove(about, destinations(plan.eventIds()), count -> note(run, Step.MESSAGES, count, done));
        mails.find(about).theirs().forEach(mail -> {
            MailFiles.remove(mail);
            note(run, Step.MAILS, 1, done);
        });
        String notVacuumed = vacuum.run(tables());
        log.end(run);
        return new Forgotten(
                run,
                plan.customer(),
                done[Step.PAYLOADS.ordinal()],
                done[Step.ROWS.ordinal()],
                done[Step.MESSAGES.ordinal()],
                done[Step.MAILS.ordinal()],
                List.copyOf(ids(left, e -> e.status() == Status.PENDING)),
                List.copyOf(ids(left, e -> e.status() == Status.DEAD && !e.forgotten())),
                messages.messages(),
                messages.deep(),
                messages.unknown(),
                notVacuumed);
    }

    /** What is about an event that stays, stays. Of what the inbox has not, or not any more, the text says whose it is. */
    private About about(
            String customer, Map<String, Candidate> events, Set<String> objects, Predicate<Candidate> isGone) {
        return (event, body) -> {
            Candidate known = event == null ? null : events.get(event);
            if (event == null || known != null) {
                return known != null && known.status() != Status.PENDING && isGone.test(known);
            }
            return Mentions.ofAny(body).isAbout(customer, objects)
                    && inbox.of(List.of(event)).stream()
                            .allMatch(e -> e.payload() == null && e.status() == Status.ROUTED);
        };
    }

    private void note(long run, Step step, long count, long[] done) {
        if (count > 0) {
            log.progress(run, step, count);
            done[step.ordinal()] += count;
        }
    }

    private Set<String> destinations(Set<String> events) {
        Set<String> all = new TreeSet<>();
        batches(events, ids -> all.addAll(inbox.destinations(ids)));
        return all;
    }

    private List<String> tables() {
        List<String> all = new ArrayList<>(TABLES);
        List.of("stripe.object", "stripe.checkout_session").stream()
                .filter(rows::isThere)
                .forEach(all::add);
        return all;
    }

    private static void batches(Collection<String> all, Consumer<List<String>> each) {
        List<String> ids = List.copyOf(all);
        for (int from = 0; from < ids.size(); from += BATCH) {
            each.accept(ids.subList(from, Math.min(from + BATCH, ids.size())));
        }
    }
}
