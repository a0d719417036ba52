package io.tollgate.alerts;

import io.tollgate.alerts.Channel.NotTaken;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells that the database is away, which is where all else is kept: in memory, and from each gateway by itself, with one key for all.
 * A gateway that ends meanwhile does not tell the end.
 */
final class DatabaseWatch {
    private static final Logger log = LoggerFactory.getLogger(DatabaseWatch.class);

    private final List<Channel> channels;
    private final Wording wording;
    private final Duration hold;
    private final boolean on;
    private final Clock clock;
    private final Map<String, Telling> telling = new HashMap<>();
    private Instant seen;
    private Instant began;
    private Instant gone;

    /** How far a channel is. */
    private static final class Telling {
        private boolean began;
        private int tries;
        private Instant due = Instant.MIN;
    }

    DatabaseWatch(List<Channel> channels, Wording wording, Duration hold, boolean on, Clock clock) {
        this.channels = channels;
        this.wording = wording;
        this.hold = hold;
        this.on = on;
        this.clock = clock;
    }

    /** Whether it is told. */
    boolean isOn() {
        return began != null;
    }

    void away() {
        Instant now = clock.instant();
        gone = null;
        seen = seen == null ? now : seen;
        if (on && began == null && !seen.plus(hold).isAfter(now)) {
            began = now;
            channels.forEach(channel -> telling.put(channel.name(), new Telling()));
        }
        if (began != null) {
            channels.forEach(channel -> tell(channel, Edge.BEGAN, null, now));
        }
    }

    void there() {
        Instant now = clock.instant();
        if (began == null) {
            seen = null;
            return;
        }
        gone = gone == null ? now : gone;
        if (gone.plus(hold).isAfter(now)) {
            return;
        }
        channels.forEach(channel -> tell(channel, Edge.BEGAN, null, now));
        channels.forEach(channel -> tell(channel, Edge.ENDED, now, now));
        if (telling.isEmpty()) {
            seen = null;
            began = null;
            gone = null;
        }
    }

    private void tell(Channel channel, Edge edge, Instant ended, Instant now) {
        Telling to = telling.get(channel.name());
        if (to == null || to.began == (edge == Edge.BEGAN) || to.due.isAfter(now)) {
            return;
        }
        try {
            channel.send(wording.ofDatabase(alert(ended), edge));
            to.began = true;
            to.tries = 0;
            if (edge == Edge.ENDED) {
                telling.remove(channel.name());
            }
        } catch (NotTaken e) {
            to.due = now.plus(Messages.wait(++to.tries));
            log.warn(
                    "{}: not taken by {}, and sent again: {}", Condition.DATABASE_AWAY, channel.name(), e.getMessage());
        }
    }

    private Alert alert(Instant ended) {
        String details = "As this gateway sees it; each tells it by itself";
        return new Alert(0, Condition.DATABASE_AWAY.toString(), "", details, seen, began, null, gone, ended, null);
    }
}
