package io.tollgate.stripe.endpoint;

import io.tollgate.InvalidConfiguration;
import io.tollgate.stripe.StripeAway;
import io.tollgate.stripe.StripeCall;
import io.tollgate.stripe.StripeRefused;
import io.tollgate.stripe.endpoint.EndpointCalls.Change;
import io.tollgate.stripe.endpoint.EndpointCalls.Made;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Makes one endpoint, whatever gets lost on the way. The same wish, with the same endpoints there before, has the same idempotency key; so
 * whoever asks again, also after a crash and also at the same time, gets the answer to the first request. The endpoint has the key in its
 * metadata until its secret is written down: while it is there, the answer can be had again.
 */
final class Creation {
    private static final int MOST_KEYS = 10;
    private static final int NOT_FOUND = 404;
    private static final int KEPT_FAILURE = 500;

    private final EndpointCalls calls;
    private final Patience patience;

    Creation(EndpointCalls calls, Patience patience) {
        this.calls = calls;
        this.patience = patience;
    }

    /**
     * @param before the ids of all that Stripe has
     * @param secret takes it, and keeps it before it returns
     * @return Stripe's id of it
     * @throws InvalidConfiguration when Stripe refuses it; says why
     */
    String create(StripeCall call, Wish wish, Set<String> before, Consumer<String> secret) {
        for (int number = 0; number < MOST_KEYS; number++) {
            String key = key(call, wish, before, number);
            Optional<Made> made = ask(call, wish, key);
            if (made.isPresent()) {
                tell(made.get(), secret);
                if (isThere(call, made.get().id())) {
                    written(call, made.get().id());
                    return made.get().id();
                }
                // Stripe has repeated the answer about one that was deleted since
            }
        }
        throw new StripeAway("Stripe does not make the endpoint: try it again in a day", null);
    }

    /** Asks for the answer that was lost. @throws StripeRefused when the wish was another one then */
    void again(StripeCall call, Wish wish, StripeEndpoint found, Consumer<String> secret) {
        Made made = patience.ask(() -> calls.create(call, wish, found.creation()));
        tell(made, secret);
        written(call, found.id());
    }

    private static void tell(Made made, Consumer<String> secret) {
        if (made.secret().isBlank()) {
            throw new InvalidConfiguration("Stripe has made " + made.id()
                    + " and does not tell its signing secret: reveal it in the Dashboard (Developers, Webhooks)");
        }
        secret.accept(made.secret());
    }

    private void written(StripeCall call, String id) {
        patience.ask(() -> {
            calls.update(call, id, Change.metadata(StripeEndpoint.CREATION, ""));
            return id;
        });
    }

    /** Empty when Stripe has failed and goes on to say so to this key, and has made nothing. */
    private Optional<Made> ask(StripeCall call, Wish wish, String key) {
        for (int tries = 1; ; tries++) {
            try {
                return Optional.of(calls.create(call, wish, key));
            } catch (StripeRefused e) {
                throw Refusal.of(e, call);
            } catch (StripeAway e) {
                patience.pause(tries);
                boolean isThere = patience.ask(() -> calls.list(call)).stream()
                        .anyMatch(endpoint -> key.equals(endpoint.creation()));
                if (e.status() == KEPT_FAILURE && !isThere) {
                    return Optional.empty();
                }
                if (tries == Patience.TRIES) {
                    throw e;
                }
                // when it is there, the same key brings the answer that was lost; when it is not, it may just be being
                // made
            }
        }
    }

    private boolean isThere(StripeCall call, String id) {
        try {
            return patience.ask(() -> calls.get(call, id)).id().equals(id);
        } catch (StripeRefused e) {
            if (e.status() == NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private String key(StripeCall call, Wish wish, Set<String> before, int number) {
        String all = String.join(
                "\n",
                call.key().mode(),
                calls.content(wish, null),
                String.join(",", new TreeSet<>(before)),
                String.valueOf(number));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8));
            return "tollgate-" + HexFormat.of().formatHex(hash, 0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
