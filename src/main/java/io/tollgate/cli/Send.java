package io.tollgate.cli;

import io.tollgate.routing.check.NearMatch;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "send",
        description = "Signs a sample event with ids of its own and posts it, as Stripe would.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class Send implements Callable<Integer> {
    private static final int MAX_COUNT = 100_000;

    private final Map<String, String> environment;
    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "TYPE", description = "An event type, such as payment_intent.succeeded")
    private String type;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description =
                    "Where to post; http://127.0.0.1:8080/webhooks/stripe by default, with the port of SERVER_PORT")
    private String url;

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            description = "The signing secret; by default the first of STRIPE_WEBHOOK_SECRET,"
                    + " else stripe-webhook-secret in the data folder (TOLLGATE_DATA, else ./data)."
                    + " As an argument, other users of the machine see it")
    private String secret;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "A file with the signing secret instead; - for standard input")
    private String secretFile;

    @Option(names = "--count", paramLabel = "N", description = "How many events, 1 to 100000", defaultValue = "1")
    private int count;

    Send(Map<String, String> environment, Clock clock) {
        this.environment = environment;
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        Samples samples = new Samples(clock);
        check(samples.types());
        URI endpoint = endpoint();
        String signingSecret = secret == null ? new SigningSecret(environment).find(secretFile) : secret;
        StripeStandIn stripe = new StripeStandIn(endpoint, signingSecret, clock);
        long start = System.nanoTime();
        int duplicates = 0;
        for (int sent = 1; sent <= count; sent++) {
            Answer answer = stripe.post(samples.event(type));
            if (!answer.isStored()) {
                return refused(answer, sent);
            }
            duplicates += answer.isDuplicate() ? 1 : 0;
            out(answer.line());
        }
        summarise(duplicates, System.nanoTime() - start);
        return CommandLine.ExitCode.OK;
    }

    private void check(List<String> types) {
        if (!types.contains(type)) {
            String near = NearMatch.of(type, types)
                    .map(nearest -> ": did you mean " + nearest + "?")
                    .orElse(".");
            throw wrong("There is no sample of type " + type + near + " There is one of: " + String.join(", ", types));
        }
        if (count < 1 || count > MAX_COUNT) {
            throw wrong("--count is " + count + ": give 1 to " + MAX_COUNT);
        }
        if (secret != null && secret.isBlank()) {
            throw wrong("--secret is empty: give the endpoint's signing secret, or leave the option out");
        }
        if (secret != null && secretFile != null) {
            throw wrong("Give --secret or --secret-file, not both");
        }
    }

    private URI endpoint() {
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

    private int refused(Answer answer, int sent) {
        spec.commandLine().getErr().println(answer.line());
        if (count > 1) {
            out("Stopped at event " + sent + " of " + count);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private void summarise(int duplicates, long nanos) {
        if (count > 1) {
            String seconds = "%.1f".formatted(nanos / 1e9);
            out(count + " sent in " + seconds + " s: " + (count - duplicates) + " stored, " + duplicates
                    + " duplicates");
        }
    }

    private void out(String line) {
        spec.commandLine().getOut().println(line);
    }

    private ParameterException wrong(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
