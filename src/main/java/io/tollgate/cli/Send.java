package io.tollgate.cli;

import io.tollgate.samples.Answer;
import io.tollgate.samples.Samples;
import io.tollgate.samples.StripeStandIn;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "send",
        description = "Signs a sample event with ids of its own, or an event of yours, and posts it, as Stripe would.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class Send implements Callable<Integer> {
    private static final int MAX_COUNT = 100_000;
    private static final int MAX_COUNT_OF_EACH = 100;

    private final Clock clock;

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TYPE",
            arity = "0..1",
            description = "An event type of which there is a sample, such as payment_intent.succeeded; with --file any")
    private String type;

    @Option(
            names = "--all",
            description =
                    "An event of each type that Stripe has, instead of one TYPE: a sample, or one made of the fields that"
                            + " Stripe's library knows. The flows act on them, mails included")
    private boolean all;

    @Option(
            names = "--api-version",
            paramLabel = "VERSION",
            description =
                    "The shape that the sample's object has as of this version of Stripe's API, such as 2020-08-27;"
                            + " today's unless given")
    private String apiVersion;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description =
                    "An event of your own instead of a sample: a file with its JSON, which is posted as it is; - for"
                            + " standard input")
    private String bodyFile;

    @Option(
            names = "--new-id",
            description = "With --file: gives each event an id of its own, since the same one again is a duplicate")
    private boolean newId;

    @Mixin
    private final PostOptions post;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "How many events, 1 to 100000; with --all 1 to 100 of each type",
            defaultValue = "1")
    private int count;

    Send(Map<String, String> environment, Clock clock) {
        this.post = new PostOptions(environment);
        this.clock = clock;
    }

    @Override
    public Integer call() throws Exception {
        Samples samples = new Samples(clock);
        check(samples);
        URI endpoint = post.endpoint();
        EventBody body = bodyFile == null ? null : body();
        StripeStandIn stripe = new StripeStandIn(endpoint, post.signingSecret(), clock);
        if (all) {
            return new SendAll(
                            new EveryType(samples, clock),
                            stripe,
                            spec.commandLine().getOut())
                    .run(apiVersion, count);
        }
        long start = System.nanoTime();
        int duplicates = 0;
        for (int sent = 1; sent <= count; sent++) {
            Answer answer = stripe.post(body == null ? samples.event(type, apiVersion) : text(body));
            if (!answer.isStored()) {
                return refused(answer, sent);
            }
            duplicates += answer.isDuplicate() ? 1 : 0;
            out(answer.line());
        }
        summarise(duplicates, System.nanoTime() - start);
        return CommandLine.ExitCode.OK;
    }

    private void check(Samples samples) {
        if (all ? type != null || bodyFile != null : type == null && bodyFile == null) {
            throw wrong("Give the TYPE of an event, or --file FILE, or --all");
        }
        if (bodyFile == null) {
            samples.lack(all ? samples.types().get(0) : type, apiVersion, "--file FILE, with its JSON")
                    .ifPresent(sentence -> {
                        throw wrong(sentence);
                    });
        } else if (apiVersion != null) {
            throw wrong(
                    "--api-version goes with samples: the event in " + GivenFile.name(bodyFile) + " has one already");
        }
        if (newId && bodyFile == null) {
            throw wrong("--new-id goes with --file: each sample has an id of its own already");
        }
        int most = all ? MAX_COUNT_OF_EACH : MAX_COUNT;
        if (count < 1 || count > most) {
            throw wrong("--count is " + count + ": give 1 to " + most);
        }
        post.check();
        if ("-".equals(bodyFile) && post.takeStandardInput()) {
            throw wrong("--file and --secret-file cannot both be standard input: give one of them a file");
        }
    }

    /** Which type it has is said before anything is sent. */
    private EventBody body() {
        EventBody body = EventBody.in(bodyFile, "--file");
        body.type().filter(own -> type != null && !own.equals(type)).ifPresent(own -> {
            throw wrong("The event in " + GivenFile.name(bodyFile) + " is of type " + own + ", not " + type
                    + ": correct one of them, or leave the type out");
        });
        return body;
    }

    private String text(EventBody body) {
        return newId ? body.withId("evt_own" + UUID.randomUUID().toString().replace("-", "")) : body.text();
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
