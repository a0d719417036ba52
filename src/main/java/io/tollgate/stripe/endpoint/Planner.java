package io.tollgate.stripe.endpoint;

import com.stripe.Stripe;
import io.tollgate.InvalidConfiguration;
import io.tollgate.stripe.endpoint.Difference.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Compares. Asks nobody. */
final class Planner {
    /** For how long Stripe gives its answer to a key again, and some time less. */
    private static final Duration REPEATED_FOR = Duration.ofHours(20);

    private final Wish wish;
    private final List<StripeEndpoint> all;
    private final Set<String> needed;
    private final Instant now;
    private final List<Difference> differences = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private Planner(Wish wish, List<StripeEndpoint> all, Set<String> needed, Instant now) {
        this.wish = wish;
        this.all = all;
        this.needed = needed;
        this.now = now;
    }

    /**
     * @param all of the wish's kind, in its mode
     * @param needed types that have a flow
     * @throws InvalidConfiguration when several may be meant; names them
     */
    static Plan plan(Wish wish, List<StripeEndpoint> all, Set<String> needed, Instant now) {
        return new Planner(wish, all, needed, now).plan();
    }

    private Plan plan() {
        StripeEndpoint found = found();
        if (found == null) {
            String version = wish.apiVersion() == null ? Stripe.API_VERSION : wish.apiVersion();
            differ(
                    Kind.CREATE,
                    "there is none yet: it is made, for " + count(wish.types())
                            + (wish.connect() ? " of connected accounts" : "")
                            + (wish.thin() ? ", with thin events" : ", with API version " + version));
        } else {
            compare(found);
        }
        Set<String> missing = new TreeSet<>(needed);
        missing.removeIf(wish::sends);
        if (!missing.isEmpty()) {
            warnings.add("Flows want what this endpoint is not to send: " + list(missing));
        }
        Set<String> ids = all.stream().map(StripeEndpoint::id).collect(Collectors.toSet());
        return new Plan(wish, found, ids, differences, warnings);
    }

    private StripeEndpoint found() {
        StripeEndpoint ours = theOnly(
                endpoint -> endpoint.name().filter(wish.name()::equals).isPresent(),
                "have the metadata tollgate=" + wish.name() + ": delete all but one of them in Stripe's Dashboard");
        if (ours != null) {
            return ours;
        }
        StripeEndpoint same = theOnly(
                endpoint -> endpoint.name().isEmpty()
                        && endpoint.url().equals(wish.url().toString())
                        && endpoint.connect() == wish.connect(),
                "have this URL: set the metadata tollgate=" + wish.name()
                        + " of the one that is meant, or delete the others");
        if (same != null) {
            differ(
                    Kind.ADOPT,
                    same.id() + " has this URL, and no gateway's name: it is taken over, by the metadata tollgate="
                            + wish.name() + "; it keeps its secret");
        }
        return same;
    }

    private StripeEndpoint theOnly(Predicate<StripeEndpoint> which, String way) {
        List<StripeEndpoint> found = all.stream().filter(which).toList();
        if (found.size() > 1) {
            throw new InvalidConfiguration("Several of Stripe's endpoints ("
                    + found.stream().map(StripeEndpoint::id).collect(Collectors.joining(", ")) + ") " + way);
        }
        return found.isEmpty() ? null : found.get(0);
    }

    private void compare(StripeEndpoint found) {
        secret(found);
        if (!found.url().equals(wish.url().toString())) {
            differ(Kind.URL, "its URL is " + found.url() + ": it gets " + wish.url());
        }
        types(found);
        if (!found.enabled()) {
            differ(Kind.DISABLED, "it is disabled, so Stripe sends nothing to it: it is enabled again");
        }
        if (wish.description() != null && !wish.description().equals(found.description())) {
            differ(
                    Kind.DESCRIPTION,
                    "its description is '" + found.description() + "': it gets '" + wish.description() + "'");
        }
        fixed(found);
    }

    private void secret(StripeEndpoint found) {
        if (found.creation() == null) {
            return;
        }
        if (found.created().plus(REPEATED_FOR).isAfter(now)) {
            differ(
                    Kind.SECRET,
                    "it was made, but perhaps its secret was not written down: Stripe is asked for it again");
        } else {
            warnings.add("It is not known whether the secret of " + found.id()
                    + " was written down when it was made, and Stripe does not tell it again. If the gateway refuses its"
                    + " signatures, reveal it in the Dashboard; or delete the endpoint there and apply this again");
        }
    }

    private void types(StripeEndpoint found) {
        Set<String> added = without(wish.types(), found.types());
        Set<String> removed = without(found.types(), wish.types());
        if (!added.isEmpty()) {
            differ(Kind.TYPES_ADDED, "it does not send, and is to: " + list(added));
        }
        if (!removed.isEmpty()) {
            differ(Kind.TYPES_REMOVED, "it sends, and is not to any more: " + list(removed));
        }
    }

    /** What Stripe does not change once an endpoint is there. */
    private void fixed(StripeEndpoint found) {
        if (wish.apiVersion() != null && !wish.apiVersion().equals(found.apiVersion())) {
            String has = found.apiVersion() == null ? "the account's default" : found.apiVersion();
            differ(
                    Kind.API_VERSION,
                    "its API version is " + has + " and not " + wish.apiVersion()
                            + ", which Stripe never changes: make a"
                            + " second one beside it, with --endpoint and --url of its own, and delete " + found.id()
                            + " when that one has taken over (docs/stripe.md)");
        }
        if (wish.connect() != found.connect()) {
            differ(
                    Kind.CONNECT,
                    "it sends the events of " + (found.connect() ? "connected accounts" : "our own account")
                            + ", which Stripe never changes: make a second one for "
                            + (wish.connect() ? "connected accounts" : "our own account")
                            + ", with --endpoint and --url of its own");
        }
        if (!wish.thin() && wish.apiVersion() == null && found.apiVersion() == null) {
            warnings.add(found.id() + " has no API version of its own, so what it sends changes with the account's");
        }
    }

    private void differ(Kind kind, String sentence) {
        differences.add(new Difference(kind, sentence));
    }

    private static Set<String> without(Set<String> types, Set<String> others) {
        Set<String> rest = new TreeSet<>(types);
        rest.removeAll(others);
        return rest;
    }

    private static String list(Set<String> types) {
        return types.contains(Wish.ALL) ? "all types (*)" : String.join(", ", types);
    }

    private static String count(Set<String> types) {
        return types.contains(Wish.ALL) ? "all event types" : types.size() + " event types";
    }
}
