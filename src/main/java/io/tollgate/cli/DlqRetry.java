package io.tollgate.cli;

import java.time.Clock;
import picocli.CommandLine.Command;

@Command(
        name = "retry",
        description = "Sends dead letters back to the queues that they come from, as they were first sent.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class DlqRetry extends DlqTake {
    DlqRetry(Clock clock) {
        super(clock, "retry", true);
    }
}
