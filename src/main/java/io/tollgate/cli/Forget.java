package io.tollgate.cli;

import io.tollgate.OfflineSettings;
import io.tollgate.audit.Act;
import io.tollgate.forget.BrokerSide;
import io.tollgate.forget.ForgetCustomer;
import io.tollgate.forget.Forgotten;
import io.tollgate.forget.Plan;
import io.tollgate.operations.ForgetBehind;
import io.tollgate.routing.reload.OfflineRoutes;
import jakarta.jms.Connection;
import java.io.Console;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "forget",
        description =
                "Removes what is kept of one customer: payloads, rows of objects, messages and mails. Ids and counts stay.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class Forget extends OperatorCommand {
    @Option(names = "--customer", paramLabel = "ID", required = true, description = "The customer's id, cus_…")
    private String customer;

    @Option(names = "--dead", description = "Also payloads of events that are dead: they can never be replayed then")
    private boolean dead;

    @Option(names = "--dry-run", description = "Only shows what there is")
    private boolean dryRun;

    @Option(names = "--yes", description = "Does not ask")
    private boolean yes;

    @Option(names = "--by", paramLabel = "NAME", description = "Who asks for it; by default the user of this machine")
    private String by = System.getProperty("user.name");

    private final Clock clock;

    Forget(Clock clock) {
        this.clock = clock;
    }

    @Override
    void check() {
        if (!ForgetBehind.isCustomer(customer)) {
            throw wrong("--customer is " + customer + ": give the id of one of Stripe's customers, such as cus_Nx…");
        }
        if (!dryRun && !yes && (isJson() || System.console() == null)) {
            throw wrong("There is nobody to ask: give --dry-run to see what there is, then --yes");
        }
    }

    @Override
    int run(Operations operations) {
        Path data = Path.of(OfflineSettings.of(settings()).getRequiredProperty("tollgate.data"));
        ForgetCustomer forget = operations.forgetCustomer(broker(), data.resolve("mail"));
        Plan plan = forget.plan(customer, dead);
        if (dryRun && isJson()) {
            printJson(plan);
        } else if (!isJson()) {
            new ForgetReport(out()).print(plan);
        }
        if (dryRun) {
            return CommandLine.ExitCode.OK;
        }
        if (!yes && !isTypedAgain(System.console())) {
            return failed("Nothing is removed: that was not " + customer);
        }
        Audit.write(operations, Act.FORGOTTEN, customer, (Audit.by(by) + (dead ? "--dead" : "")).strip());
        return told(forget.run(plan, by));
    }

    private boolean isTypedAgain(Console console) {
        return customer.equals(console.readLine("This cannot be undone. The customer's id once more: "));
    }

    private int told(Forgotten forgotten) {
        if (isJson()) {
            printJson(forgotten);
        } else {
            new ForgetReport(out()).print(forgotten);
        }
        return forgotten.isComplete() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private BrokerSide broker() {
        return new BrokerSide() {
            @Override
            public Connection open() {
                return Broker.connections(settings()).open();
            }

            @Override
            public Set<String> queues() {
                return OfflineRoutes.queues(settings(), clock).orElse(Set.of());
            }
        };
    }
}
