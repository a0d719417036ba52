package io.tollgate.cli;

import java.net.URI;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where {@code send} posts, and what it signs with. */
final class PostOptions {
    private final Map<String, String> environment;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Where to post; http://127.0.0.1:8080/webhooks/stripe by default, with the port of SERVER_PORT")
    private String url;

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            description = "The signing secret; by default the first of STRIPE_WEBHOOK_SECRET"
                    + " or of the file STRIPE_WEBHOOK_SECRET_FILE,"
                    + " else stripe-webhook-secret in the data folder (TOLLGATE_DATA, else ./data)."
                    + " As an argument, other users of the machine see it")
    private String secret;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file with the signing secret instead; - for standard input")
    private String secretFile;

    PostOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Refuses what cannot be. */
    void check() {
        if (secret != null && secret.isBlank()) {
            throw wrong("--secret is empty: give the endpoint's signing secret, or leave the option out");
        }
        if (secret != null && secretFile != null) {
            throw wrong("Give --secret or --secret-file, not both");
        }
    }

    boolean takeStandardInput() {
        return "-".equals(secretFile);
    }

    String signingSecret() {
        return secret == null ? new SigningSecret(environment).find(secretFile) : secret;
    }

    URI endpoint() {
        String port = environment.getOrDefault("SERVER_PORT", "");
        String address =
                url != null ? url : "http://127.0.0.1:" + (port.isBlank() ? "8080" : port) + "/webhooks/stripe";
        try {
            URI endpoint = URI.create(address);
            if (List.of("http", "https").contains(String.valueOf(endpoint.getScheme())) && endpoint.getHost() != null) {
                return endpoint;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw wrong("No address to post to: " + address + ". Give --url http://HOST:PORT/webhooks/stripe");
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(command.commandLine(), sentence);
    }
}
