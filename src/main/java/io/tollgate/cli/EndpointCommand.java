package io.tollgate.cli;

import io.tollgate.OfflineSettings;
import io.tollgate.audit.Act;
import io.tollgate.operations.Masked;
import io.tollgate.stripe.StripeAway;
import io.tollgate.stripe.StripeKey;
import io.tollgate.stripe.StripeRefused;
import io.tollgate.stripe.endpoint.Difference;
import io.tollgate.stripe.endpoint.EnabledTypes;
import io.tollgate.stripe.endpoint.Endpoints;
import io.tollgate.stripe.endpoint.Plan;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import picocli.CommandLine.Mixin;

/** What is about the endpoint at Stripe; needs a key, and neither a database nor a gateway. */
abstract class EndpointCommand extends SettingsCommand {
    @Mixin
    private EndpointOptions options;

    private final Clock clock;
    private String[] settings;

    EndpointCommand(Clock clock) {
        this.clock = clock;
    }

    /**
     * What is asked for, and of whom.
     *
     * @param wanted what has a flow
     */
    record Asked(Endpoints endpoints, StripeKey key, EndpointOptions options, EnabledTypes wanted) {
        Plan plan() {
            return endpoints.plan(key, options.wish(wanted), wanted.sent());
        }
    }

    @Override
    final int run(String[] given) {
        settings = given;
        // Nothing but the answer is printed: logging is not set up here.
        LoggingSystem.get(EndpointCommand.class.getClassLoader()).beforeInitialize();
        ConfigurableEnvironment environment = OfflineSettings.of(settings);
        try (StripeAccess access = StripeAccess.open(environment, clock)) {
            StripeKey key = access.key(options.name(), options.livemode());
            if (key.livemode() && !"https".equals(options.url().getScheme())) {
                throw wrong("In live mode Stripe posts to https:// only");
            }
            return run(new Asked(access.endpoints(), key, options, options.wanted(settings)), environment);
        } catch (StripeAway e) {
            return failed(e.getMessage() + ". Run the same command again: what was done is found again.");
        } catch (StripeRefused e) {
            return failed(e.getMessage() + (e.isForTheKey() ? ". The permission is: Webhook Endpoints, write." : "."));
        }
    }

    /** @return the exit code */
    abstract int run(Asked asked, ConfigurableEnvironment environment);

    /** Before Stripe is asked to change it; it is, also while the database is away. */
    void audit(Asked asked, Plan plan) {
        String id = plan.id() == null ? "new" : plan.id();
        String what = asked.key().mode() + " " + id + " "
                + Masked.address(options.url().toString());
        Audit.beside(settings, clock, this::failed, Act.ENDPOINT_APPLIED, options.name(), what)
                .close();
    }

    void print(Asked asked, Plan plan) {
        out().println("Endpoint %s (%s) at %s: %s"
                .formatted(
                        options.name(),
                        asked.key().mode(),
                        options.url(),
                        plan.differences().isEmpty() ? plan.id() + " is as it is to be" : name(plan)));
        plan.differences()
                .forEach(difference -> out().println("  " + difference.kind() + ": " + difference.sentence()));
    }

    private static String name(Plan plan) {
        return plan.id() == null ? "not there" : plan.id();
    }

    void printWarnings(Asked asked, Plan plan) {
        warnings(asked, plan).forEach(warning -> out().println("Note: " + warning));
    }

    private List<String> warnings(Asked asked, Plan plan) {
        List<String> warnings = new ArrayList<>(plan.warnings());
        asked.wanted().leftOut().forEach((type, why) -> warnings.add("'" + type + "' is left out: " + why));
        String path = "/webhooks/stripe" + (options.name().equals("default") ? "" : "/" + options.name());
        if (!path.equals(options.url().getPath())) {
            warnings.add("The gateway takes the events of this endpoint at " + path
                    + "; the URL has another path, so a proxy in front has to lead there");
        }
        return warnings;
    }

    Map<String, Object> json(Asked asked, Plan plan) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("endpoint", options.name());
        json.put("mode", asked.key().mode());
        json.put("url", options.url().toString());
        json.put("id", plan.id());
        json.put(
                "differences",
                plan.differences().stream().map(EndpointCommand::json).toList());
        json.put("warnings", warnings(asked, plan));
        return json;
    }

    private static Map<String, Object> json(Difference difference) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", difference.kind().toString());
        json.put("what", difference.sentence());
        json.put("canBeChanged", difference.canBeChanged());
        return json;
    }
}
