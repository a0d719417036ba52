package io.tollgate.routing.reload;

import io.tollgate.routing.check.InvalidRouteSet;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.preview.NewFailures;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Before a set takes effect, the last events are run through it, and it is refused when one of them newly fails. Takes five seconds at
 * most; what is not decided by then is no reason to refuse anything. Used by one thread at a time.
 */
class ReloadRehearsal {
    private static final Logger log = LoggerFactory.getLogger(ReloadRehearsal.class);
    static final Duration LONGEST = Duration.ofSeconds(5);
    /** For what hears that the time is over. */
    private static final Duration END = Duration.ofMillis(500);

    /** None, for sets that take effect at once. */
    static final ReloadRehearsal NONE = new ReloadRehearsal(null, null, LONGEST);

    private final TrialParts parts;
    private final Acceptances acceptances;
    private final Duration longest;
    private List<Thread> running = List.of();
    private String refused;
    private String notDecided;

    /**
     * @param parts null for no rehearsal
     * @param longest which it takes; half a second or more
     */
    ReloadRehearsal(TrialParts parts, Acceptances acceptances, Duration longest) {
        this.parts = parts;
        this.acceptances = acceptances;
        this.longest = longest;
    }

    /**
     * @param location where the files of the set are
     * @param now where those of the set that runs are; null at a start, which only knows again what was refused before
     * @param nowHash of that set
     * @throws InvalidRouteSet when the set newly fails
     */
    void check(Snapshot next, Path location, Path now, String nowHash) throws InvalidRouteSet {
        if (parts == null || parts.events() == 0 || acceptances.isAccepted(next.hash())) {
            return;
        }
        if (now == null) {
            checkAtStart(next.hash());
        } else if (running.stream().anyMatch(Thread::isAlive)) {
            notDecided(next.hash(), "what was rehearsed before still runs, since it hears no interrupt");
        } else {
            Trial trial = new Trial(parts, next, location, now, nowHash);
            run(trial);
            decide(next.hash(), trial);
        }
    }

    /** Whether an operator has accepted the set, which was refused, since then. */
    boolean isAcceptedMeanwhile(String hash) {
        return hash.equals(refused) && acceptances.isAccepted(hash);
    }

    /** It runs now: from here on it is no set that was refused. */
    void taken(String hash) {
        notDecided = null;
        if (acceptances != null && acceptances.isRefused(hash)) {
            acceptances.forgetRefused();
        }
    }

    private void checkAtStart(String hash) throws InvalidRouteSet {
        if (acceptances.isRefused(hash)) {
            refused = hash;
            throw new InvalidRouteSet(List.of(TrialReport.OF_BEFORE));
        }
    }

    private void run(Trial trial) {
        Thread thread = new Thread(trial, "routes-rehearsal");
        thread.setDaemon(true);
        thread.start();
        running = List.of(thread);
        try {
            thread.join(longest.minus(END).toMillis());
            thread.interrupt();
            thread.join(END.toMillis());
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
        running = Stream.concat(running.stream(), trial.left().stream()).toList();
    }

    private void decide(String hash, Trial trial) throws InvalidRouteSet {
        NewFailures found = trial.found();
        if (found == null) {
            notDecided(hash, why(trial));
            return;
        }
        if (!found.failing().isEmpty()) {
            refuse(hash);
            throw new InvalidRouteSet(TrialReport.findings(found));
        }
        found.nowhere().forEach(type -> log.warn("routes {}: {} reaches nothing any more", hash, type));
        if (trial.isWhole()) {
            log.info("routes {}: {}", hash, TrialReport.soFar(found, trial.isBeside()));
        } else {
            notDecided(hash, TrialReport.soFar(found, trial.isBeside()) + ", for others " + why(trial));
        }
    }

    private String why(Trial trial) {
        return trial.obstacle() == null ? "the " + longest.toSeconds() + " s were not enough" : trial.obstacle();
    }

    /** Said once, also when the set has to wait for the database. */
    private void notDecided(String hash, String why) {
        if (!hash.equals(notDecided)) {
            log.warn(
                    "routes {}: it is not known of all the last events whether they newly fail, which refuses nothing: {}",
                    hash,
                    why);
            notDecided = hash;
        }
    }

    private void refuse(String hash) {
        refused = hash;
        try {
            acceptances.refuse(hash);
        } catch (IOException e) {
            log.warn("routes {}: a start would not know that they were refused ({})", hash, e.toString());
        }
    }
}
