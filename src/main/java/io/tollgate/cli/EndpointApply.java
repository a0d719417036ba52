package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.OwnerOnly;
import io.tollgate.stripe.endpoint.Plan;
import io.tollgate.stripe.endpoint.SecretFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.springframework.core.env.ConfigurableEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "apply",
        description = "Makes the endpoint at Stripe, or changes it to what it is to be; does nothing when it is.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class EndpointApply extends EndpointCommand {
    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "Where the signing secret of a new endpoint goes, as one more line; else"
                    + " stripe-webhook-secret-NAME in tollgate.data")
    private Path secretFile;

    EndpointApply(Clock clock) {
        super(clock);
    }

    @Override
    int run(Asked asked, ConfigurableEnvironment environment) {
        Plan plan = asked.plan();
        if (!isJson()) {
            print(asked, plan);
        }
        if (!plan.canBeApplied()) {
            return failed("Nothing was changed: Stripe cannot make of " + plan.id() + " what it is to be."
                    + (isJson() ? " ./tollgate endpoint plan says why." : ""));
        }
        if (plan.differences().isEmpty()) {
            return done(asked, plan, plan, null);
        }
        audit(asked, plan);
        if (!plan.bringsSecret()) {
            asked.endpoints().apply(asked.key(), plan, null);
            return done(asked, plan, asked.plan(), null);
        }
        Path file = secretFile == null ? inDataFolder(asked, environment) : secretFile;
        try (SecretFile secret = SecretFile.open(file)) {
            secret.narrowed().filter(narrowed -> !isJson()).ifPresent(out()::println);
            asked.endpoints().apply(asked.key(), plan, secret);
        }
        return done(asked, plan, asked.plan(), file.toAbsolutePath().normalize());
    }

    private Path inDataFolder(Asked asked, ConfigurableEnvironment environment) {
        Path data = Path.of(environment.getRequiredProperty("tollgate.data"));
        try {
            OwnerOnly.makeFolder(data);
        } catch (IOException e) {
            throw new InvalidConfiguration(
                    "The data folder " + data + " cannot be made, so nothing was done: give --secret-file, or set"
                            + " TOLLGATE_DATA (tollgate.data)",
                    e);
        }
        return data.resolve("stripe-webhook-secret-" + asked.options().name());
    }

    /** @param file null when there is no new secret */
    private int done(Asked asked, Plan before, Plan after, Path file) {
        if (isJson()) {
            Map<String, Object> json = json(asked, before);
            json.put("id", after.id());
            json.put("secretFile", file == null ? null : file.toString());
            printJson(json);
        } else {
            if (!before.differences().isEmpty()) {
                out().println("Done: " + after.id());
            }
            if (file != null) {
                out().println("Its signing secret is in " + file + ". The gateway reads it with"
                        + " tollgate.webhook.endpoints." + asked.options().name() + ".secret-files=" + file);
            }
            printWarnings(asked, after);
        }
        return after.differences().isEmpty()
                ? CommandLine.ExitCode.OK
                : failed("Stripe has not taken all of it: see ./tollgate endpoint plan");
    }
}
