package io.tollgate.cli;

import io.tollgate.audit.Act;
import java.time.Clock;
import picocli.CommandLine.Command;

@Command(
        name = "discard",
        description = "Removes dead letters for good.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class DlqDiscard extends DlqTake {
    DlqDiscard(Clock clock) {
        super(clock, "discard", Act.DEAD_LETTERS_DISCARDED, false);
    }
}
