package io.tollgate.stripe;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The keys that are configured, one an account and mode. Files are read each time, so that a new key needs no restart. */
public final class StripeKeys {
    private final Map<String, StripeProperties.Account> accounts;

    /** @throws InvalidConfiguration when one is no key, or two are of the same account and mode */
    StripeKeys(StripeProperties properties) {
        this.accounts = new TreeMap<>(properties.accounts());
        all();
    }

    public boolean isEmpty() {
        return all().isEmpty();
    }

    /** @throws InvalidConfiguration when a file cannot be read by now, or what is in it is no key */
    public List<StripeKey> all() {
        return accounts.entrySet().stream()
                .flatMap(account -> keys(account.getKey(), account.getValue()).values().stream())
                .toList();
    }

    /** The key to ask about what came in at this endpoint: of the account of its name, or of the only one there is. */
    public Optional<StripeKey> of(String endpoint, boolean livemode) {
        List<StripeKey> all = all();
        long owners = all.stream().map(StripeKey::owner).distinct().count();
        return all.stream()
                .filter(key -> key.livemode() == livemode
                        && (owners == 1 || key.owner().equals(endpoint)))
                .findFirst();
    }

    private static Map<Boolean, StripeKey> keys(String owner, StripeProperties.Account account) {
        String property = "tollgate.stripe.accounts." + owner;
        Map<Boolean, StripeKey> keys = new TreeMap<>();
        account.apiKeys().forEach(key -> add(keys, owner, key, property + ".api-keys"));
        if (account.apiKeyFile() != null && !account.apiKeyFile().toString().isBlank()) {
            read(account.apiKeyFile(), property + ".api-key-file")
                    .forEach(key -> add(keys, owner, key, account.apiKeyFile().toString()));
        }
        return keys;
    }

    private static void add(Map<Boolean, StripeKey> keys, String owner, String text, String where) {
        if (text.isBlank()) {
            return;
        }
        StripeKey key;
        try {
            key = StripeKey.of(owner, text.strip());
        } catch (IllegalArgumentException e) {
            throw new InvalidConfiguration(
                    "What is in " + where + " is no secret key of Stripe's API: " + e.getMessage()
                            + ". Set the sk_… or, better, the rk_… that the Dashboard shows under API keys",
                    e);
        }
        if (keys.put(key.livemode(), key) != null) {
            throw new InvalidConfiguration("There are two " + key.mode() + " keys for Stripe's account '" + owner
                    + "' (" + where + "): leave one a mode");
        }
    }

    private static Stream<String> read(Path file, String property) {
        try {
            return Files.readString(file).lines();
        } catch (IOException e) {
            throw new InvalidConfiguration(
                    property + " is " + file + ", which cannot be read: give it to the user that Tollgate runs as", e);
        }
    }
}
