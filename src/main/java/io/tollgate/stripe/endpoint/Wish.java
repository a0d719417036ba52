package io.tollgate.stripe.endpoint;

import io.tollgate.InvalidConfiguration;
import io.tollgate.inbox.EventTypes;
import java.net.URI;
import java.util.Set;
import java.util.TreeSet;

/**
 * The endpoint that there is to be at Stripe.
 *
 * @param name of the gateway's endpoint; by it Stripe's is found again
 * @param url where Stripe posts to
 * @param types that it sends; {@link #ALL} alone for all
 * @param connect whether it sends the events of connected accounts, instead of our own
 * @param thin whether it sends thin events, instead of snapshots
 * @param apiVersion of its snapshots; null for whatever it has, and for the one of this version when it is made
 * @param description null for whatever it has
 */
public record Wish(
        String name, URI url, Set<String> types, boolean connect, boolean thin, String apiVersion, String description) {
    /** In place of the types. */
    public static final String ALL = "*";

    /** @throws InvalidConfiguration when it cannot be one */
    public Wish {
        if (!name.matches("[a-z0-9-]{1,64}")) {
            throw new InvalidConfiguration(
                    "'" + name + "' is no name of an endpoint: it has 1 to 64 characters out of a-z, 0-9 and '-'");
        }
        if (url.getHost() == null || url.getScheme() == null || !url.getScheme().matches("https?")) {
            throw new InvalidConfiguration(
                    "'" + url
                            + "' is no URL that Stripe could post to: give one such as https://hooks.example.com/webhooks/stripe");
        }
        types = new TreeSet<>(types);
        if (types.isEmpty()) {
            throw new InvalidConfiguration("No flow wants an event that " + (thin ? "a thin" : "such an")
                    + " endpoint could send: name types with --types, or '*' for all");
        }
        if (types.contains(ALL) && types.size() > 1) {
            throw new InvalidConfiguration("'*' is all types: give it alone, or leave it out");
        }
        if (thin && apiVersion != null) {
            throw new InvalidConfiguration("Thin events have no API version: leave it out");
        }
    }

    boolean sends(String type) {
        return types.contains(type) || types.contains(ALL) && EventTypes.isThin(type) == thin;
    }
}
