package io.tollgate.webhook;

import io.micrometer.core.instrument.Counter;
import io.tollgate.inbox.SigningSecrets.Modes;
import io.tollgate.inbox.SigningSecrets.Uses;
import java.time.Instant;

/** What one secret was used for since the database was told; and the modes of its events, since ever. */
final class Tally {
    private final Secret secret;
    private final Counter counter;
    private Uses uses = Uses.NONE;
    private Modes modes = new Modes(false, false);

    Tally(Secret secret, Counter counter) {
        this.secret = secret;
        this.counter = counter;
    }

    Secret secret() {
        return secret;
    }

    Counter counter() {
        return counter;
    }

    /**
     * @param alone whether no other secret fitted
     * @param livemode null when the event does not say
     */
    void add(Instant now, boolean alone, Boolean livemode) {
        counter.increment();
        boolean live = Boolean.TRUE.equals(livemode);
        boolean test = Boolean.FALSE.equals(livemode);
        seen(new Modes(live, test));
        giveBack(new Uses(1, now, now, alone ? now : null, live, test));
    }

    /** Takes out what there is. */
    synchronized Uses take() {
        Uses taken = uses;
        uses = Uses.NONE;
        return taken;
    }

    /** Puts it to what has come meanwhile. */
    synchronized void giveBack(Uses more) {
        uses = new Uses(
                uses.signatures() + more.signatures(),
                earlier(uses.firstUsed(), more.firstUsed()),
                later(uses.lastUsed(), more.lastUsed()),
                later(uses.neededAt(), more.neededAt()),
                uses.live() || more.live(),
                uses.test() || more.test());
    }

    synchronized void seen(Modes more) {
        modes = new Modes(modes.live() || more.live(), modes.test() || more.test());
    }

    synchronized Modes modes() {
        return modes;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one == null || other != null && other.isBefore(one) ? other : one;
    }

    private static Instant later(Instant one, Instant other) {
        return one == null || other != null && other.isAfter(one) ? other : one;
    }
}
