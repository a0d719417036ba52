package io.tollgate.stripe;

import io.tollgate.InvalidConfiguration;
import io.tollgate.hydrate.Asking;
import io.tollgate.hydrate.NotHydrated;
import io.tollgate.hydrate.Question;
import java.util.Optional;
import java.util.Set;

/**
 * Asks Stripe what flows want to know, with the key of the account and mode that the event is of. What a change of the key or of its permissions
 * would mend may be asked again; what is gone, or malformed, not.
 */
final class AskingStripe implements Asking {
    private static final Set<Integer> MALFORMED = Set.of(400, 410, 413, 415, 422);
    private static final int NOT_FOUND = 404;
    private static final String DEFAULT = "default";
    private static final String NO_KEY =
            "There is no %s key of Stripe's API%s: set %s, or %s to a file with it, which needs" + " no restart";

    private final StripeKeys keys;
    private final StripeApi api;

    AskingStripe(StripeKeys keys, StripeApi api) {
        this.keys = keys;
        this.api = api;
    }

    @Override
    public byte[] ask(Question question) {
        StripeCall call = new StripeCall(key(question), question.account(), question.context(), question.version());
        try {
            return api.get(call, question.path());
        } catch (StripeAway e) {
            throw NotHydrated.later(e.getMessage(), e.pause());
        } catch (StripeRefused e) {
            throw refused(e);
        }
    }

    private StripeKey key(Question question) {
        try {
            return keys.of(question.endpoint(), question.livemode()).orElseThrow(() -> noKey(question));
        } catch (InvalidConfiguration e) {
            throw NotHydrated.later(e.getMessage(), null);
        }
    }

    private NotHydrated noKey(Question question) {
        String mode = question.livemode() ? "live" : "test";
        boolean several = keys.all().stream().map(StripeKey::owner).distinct().count() > 1;
        if (several && question.endpoint() == null) {
            return NotHydrated.later(
                    "The message does not say at which endpoint its event came in, and there are keys of several accounts:"
                            + " set the header stripeEndpoint to the name of one",
                    null);
        }
        String name = several ? question.endpoint() : DEFAULT;
        String settings = "tollgate.stripe.accounts." + name + ".";
        return NotHydrated.later(
                name.equals(DEFAULT)
                        ? NO_KEY.formatted(mode, "", "STRIPE_API_KEY", "STRIPE_API_KEY_FILE")
                        : NO_KEY.formatted(
                                mode, " for account " + name, settings + "api-keys", settings + "api-key-file"),
                null);
    }

    private static NotHydrated refused(StripeRefused refused) {
        // a proxy's 404 has no code
        if (refused.status() == NOT_FOUND && refused.code() != null) {
            return NotHydrated.inVain(
                    refused.getMessage()
                            + ": it was deleted since, or belongs to another account than the key; the event itself is in the message");
        }
        return MALFORMED.contains(refused.status())
                ? NotHydrated.inVain(refused.getMessage())
                : NotHydrated.later(refused.getMessage(), null);
    }

    @Override
    public Optional<String> inVain() {
        return keys.isEmpty()
                ? Optional.of(
                        "a flow asks Stripe (bean:hydrate), and there is no key: set STRIPE_API_KEY; until then each of"
                                + " its messages fails")
                : Optional.empty();
    }
}
