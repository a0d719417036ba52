package io.tollgate.inbox;

import io.tollgate.InvalidConfiguration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which of the events that come in at an endpoint are routed. The others are set aside: they are stored, and go nowhere.
 *
 * @param livemode of which mode they are
 * @param accounts the connected accounts whose events they may be; empty for none of them, null for all. Events of
 *     one's own account have none, and pass
 */
public record EndpointPolicy(Livemode livemode, Set<String> accounts) {
    /** All events. */
    public static final EndpointPolicy ALL = new EndpointPolicy(Livemode.BOTH, null);

    private static final Pattern ACCOUNT = Pattern.compile("acct_[A-Za-z0-9_]+");
    private static final List<String> NO_ACCOUNT = List.of("none");

    /**
     * As it is set.
     *
     * @param endpoint its name
     * @param accounts none for all; the one word {@code none} for none of them
     * @throws InvalidConfiguration when one is no account
     */
    public static EndpointPolicy of(String endpoint, Livemode livemode, List<String> accounts) {
        if (accounts.isEmpty()) {
            return new EndpointPolicy(livemode, null);
        } else if (accounts.equals(NO_ACCOUNT)) {
            return new EndpointPolicy(livemode, Set.of());
        } else if (!accounts.stream().allMatch(ACCOUNT.asMatchPredicate())) {
            throw new InvalidConfiguration("tollgate.webhook.endpoints." + endpoint + ".accounts is "
                    + String.join(",", accounts)
                    + ": set it to ids of connected accounts (acct_…) with commas between them,"
                    + " to none, or leave it out to take all");
        }
        return new EndpointPolicy(livemode, Set.copyOf(accounts));
    }

    /** The event as it is to be stored. */
    public VerifiedEvent applied(VerifiedEvent event) {
        return asideOf(event).map(aside -> event.setAside(aside.sentence())).orElse(event);
    }

    /** The modes of Stripe. */
    public enum Livemode {
        LIVE,
        TEST,
        BOTH
    }

    /** Why an event is set aside. */
    public enum Reason {
        OTHER_MODE,
        UNKNOWN_MODE,
        OTHER_ACCOUNT;

        /** For a metric. */
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** @param sentence for the operator; names the endpoint and the setting */
    public record Aside(Reason reason, String sentence) {}

    /** Empty when the event is to be routed. One that does not say its mode is not known to be of the one that is asked for. */
    public Optional<Aside> asideOf(VerifiedEvent event) {
        if (livemode != Livemode.BOTH && event.livemode() == null) {
            return aside(Reason.UNKNOWN_MODE, event, "does not say whether it is live", "livemode");
        } else if (livemode != Livemode.BOTH && event.livemode() != (livemode == Livemode.LIVE)) {
            return aside(Reason.OTHER_MODE, event, event.livemode() ? "is live" : "is of test mode", "livemode");
        } else if (accounts != null && event.account() != null && !accounts.contains(event.account())) {
            return aside(Reason.OTHER_ACCOUNT, event, "is of account " + event.account(), "accounts");
        }
        return Optional.empty();
    }

    private static Optional<Aside> aside(Reason reason, VerifiedEvent event, String what, String setting) {
        return Optional.of(new Aside(
                reason,
                "it " + what + ", which tollgate.webhook.endpoints." + event.endpoint() + "." + setting
                        + " keeps from the flows"));
    }
}
