package io.tollgate.cli;

import io.tollgate.stripe.endpoint.Plan;
import java.time.Clock;
import org.springframework.core.env.ConfigurableEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@Command(
        name = "plan",
        description = "Says what apply would change at Stripe, and changes nothing.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false,
        footer = {"", "Exit codes: 0 nothing differs, 1 failed, 2 wrong usage, 3 something differs."})
final class EndpointPlan extends EndpointCommand {
    private static final int DIFFERS = 3;

    EndpointPlan(Clock clock) {
        super(clock);
    }

    @Override
    int run(Asked asked, ConfigurableEnvironment environment) {
        Plan plan = asked.plan();
        if (isJson()) {
            printJson(json(asked, plan));
        } else {
            print(asked, plan);
            printWarnings(asked, plan);
            if (!plan.differences().isEmpty()) {
                out().println("Nothing was changed. ./tollgate endpoint apply, with the same options, does it.");
            }
        }
        return plan.differences().isEmpty() ? CommandLine.ExitCode.OK : DIFFERS;
    }
}
