package io.tollgate.cli;

import io.tollgate.alerts.Condition;
import io.tollgate.alerts.Silences;
import io.tollgate.audit.Act;
import io.tollgate.routing.check.NearMatch;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "silence",
        description = "Tells nobody that this condition began, for a while; what is on by then is told.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class AlertsSilence extends AlertsCommand {
    @Parameters(paramLabel = "CONDITION", description = "Such as broker-away; docs/alerts.md lists them")
    private String name;

    @Option(names = "--for", required = true, paramLabel = "TIME", description = "30m, 2h, 1d; up to 30 days")
    private String length;

    @Option(names = "--by", paramLabel = "NAME", description = "Who silences it; by default the user of this machine")
    private String by = System.getProperty("user.name");

    private Condition condition;
    private Duration time;

    @Override
    void check() {
        condition = Condition.of(name).orElseThrow(() -> wrong("There is no condition " + name + hint()));
        try {
            time = DurationStyle.SIMPLE.parse(length);
            Silences.check(time);
        } catch (IllegalArgumentException e) {
            throw wrong("--for is " + length + ": give a time up to 30 days, such as 30m, 2h or 1d");
        }
    }

    private String hint() {
        List<String> names =
                Stream.of(Condition.values()).map(Condition::toString).toList();
        return NearMatch.of(name, names)
                .map(near -> ": did you mean " + near + "?")
                .orElse(": give one of " + String.join(", ", names));
    }

    @Override
    int run(Operations operations) {
        Audit.write(operations, Act.ALERT_SILENCED, condition.toString(), Audit.by(by) + "--for=" + time);
        Instant end = operations.silences().add(condition, time, by);
        if (isJson()) {
            printJson(Map.of("condition", condition.toString(), "endsAt", end));
        } else {
            out().println(condition + " is silenced until " + end);
        }
        return CommandLine.ExitCode.OK;
    }
}
