package io.tollgate.cli;

import io.tollgate.alerts.Ways.Answer;
import io.tollgate.audit.Act;
import java.time.Clock;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "test",
        description = "Sends a test message by each channel that the settings name, and says what each answered.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class AlertsTest extends AlertsCommand {
    @Option(names = "--by", paramLabel = "NAME", description = "Who asks for it; by default the user of this machine")
    private String by = System.getProperty("user.name");

    private final Clock clock;

    AlertsTest(Clock clock) {
        this.clock = clock;
    }

    @Override
    int run(Operations operations) {
        Audit.write(operations, Act.ALERT_TESTED, "*", Audit.by(by).strip());
        Map<String, Answer> answers = operations.alertWays().test(host(), clock);
        if (answers.isEmpty()) {
            return failed("Nobody would be told: set TOLLGATE_ALERTS_MAIL_TO (tollgate.alerts.mail.to) or"
                    + " TOLLGATE_ALERTS_WEBHOOK_URL (tollgate.alerts.webhook.url), as for the gateway.");
        }
        if (isJson()) {
            printJson(answers);
        } else {
            answers.forEach((channel, answer) ->
                    out().println(channel + (answer.taken() ? ": sent, " : ": not sent, ") + answer.said()));
        }
        return answers.values().stream().allMatch(Answer::taken)
                ? CommandLine.ExitCode.OK
                : CommandLine.ExitCode.SOFTWARE;
    }
}
