package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** Finds the secret the gateway on this machine verifies with. */
final class SigningSecret {
    private final Map<String, String> environment;

    SigningSecret(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * The first of the file's; without a file, of {@code STRIPE_WEBHOOK_SECRET}; else the one that the embedded profile
     * generated into the data folder.
     *
     * @param file null for none; - for standard input
     * @throws InvalidConfiguration when there is none
     */
    String find(String file) {
        if (file != null) {
            return first(read(file))
                    .orElseThrow(() -> new InvalidConfiguration(
                            "No signing secret is in " + name(file) + ": it should hold whsec_… and nothing else."));
        }
        return first(environment.getOrDefault("STRIPE_WEBHOOK_SECRET", "")).orElseGet(this::fromDataFolder);
    }

    private static Optional<String> first(String secrets) {
        return Arrays.stream(secrets.split(","))
                .map(String::strip)
                .filter(secret -> !secret.isEmpty())
                .findFirst();
    }

    private static String read(String file) {
        try {
            byte[] content = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
            return new String(content, StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw new InvalidConfiguration(
                    "Cannot read the signing secret in " + name(file) + " ("
                            + e.getClass().getSimpleName()
                            + "): give --secret-file a file that you can read, or - for standard input.",
                    e);
        }
    }

    private static String name(String file) {
        return file.equals("-") ? "standard input" : file;
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
