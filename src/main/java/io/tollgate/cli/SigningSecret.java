package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Finds the secret the gateway on this machine verifies with. */
final class SigningSecret {
    private static final String FILE_VARIABLE = "STRIPE_WEBHOOK_SECRET_FILE";

    private final Map<String, String> environment;

    SigningSecret(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The first of the file's; without a file, of {@code STRIPE_WEBHOOK_SECRET} or of the file {@code STRIPE_WEBHOOK_SECRET_FILE}; else
     * the one that the embedded profile generated into the data folder.
     *
     * @param file null for none; - for standard input
     * @throws InvalidConfiguration when there is none
     */
    String find(String file) {
        if (file != null) {
            return in(file, "--secret-file");
        }
        String variable = environment.getOrDefault(FILE_VARIABLE, "").strip();
        return first(environment.getOrDefault("STRIPE_WEBHOOK_SECRET", ""))
                .orElseGet(() -> variable.isEmpty() ? fromDataFolder() : in(variable.split(",")[0], FILE_VARIABLE));
    }

    private static String in(String file, String setting) {
        return first(new String(GivenFile.read(file, "the signing secret", setting), StandardCharsets.UTF_8))
                .orElseThrow(() -> new InvalidConfiguration(
                        "No signing secret is in " + GivenFile.name(file) + ": it should hold whsec_…, one a line."));
    }

    private static Optional<String> first(String secrets) {
        return Arrays.stream(secrets.split("[,\\r\\n]"))
                .map(String::strip)
                .filter(secret -> !secret.isEmpty() && !secret.startsWith("#"))
                .findFirst();
    }

    private String fromDataFolder() {
        String data = environment.getOrDefault("TOLLGATE_DATA", "");
        Path file = Path.of(data.isBlank() ? "data" : data, "stripe-webhook-secret")
                .toAbsolutePath()
                .normalize();
        if (!Files.exists(file)) {
            throw new InvalidConfiguration(
                    "No signing secret: give --secret-file or STRIPE_WEBHOOK_SECRET. There is no " + file
                            + " either, which the gateway generates when it starts with the profile embedded.");
        }
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new InvalidConfiguration(
                    "Cannot read the signing secret in " + file
                            + ": run this as the user that started the gateway, or give --secret-file.",
                    e);
        }
    }
}
