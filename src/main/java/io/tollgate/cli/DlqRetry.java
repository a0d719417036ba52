package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.audit.Act;
import io.tollgate.deadletter.DeadLetter;
import io.tollgate.deadletter.DeadLetterQueue;
import io.tollgate.deadletter.DeadLetters;
import io.tollgate.inbox.DoneEvents;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.springframework.dao.DataAccessException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "retry",
        description = "Sends dead letters back to the queues that they come from, as they were first sent.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        sortOptions = false)
final class DlqRetry extends DlqTake {
    @Option(
            names = "--again",
            description = "Lets flows do an event again that they do once, and have done; needs the database")
    private boolean again;

    DlqRetry(Clock clock) {
        super(clock, "retry", Act.DEAD_LETTERS_RETRIED, true);
    }

    @Override
    String words() {
        return again ? "--again " : "";
    }

    @Override
    void before(DeadLetters letters, List<DeadLetterQueue> queues, String[] settings) {
        List<String> events = queues.stream()
                .flatMap(queue -> letters.look(queue, options().filter(), MOST_LOOKED_AT).found().stream())
                .map(DeadLetter::event)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        try (Operations operations = Operations.open(settings)) {
            doneBefore(operations.doneEvents(), events);
        } catch (InvalidConfiguration | DataAccessException e) {
            if (again) {
                throw e;
            }
        }
    }

    private void doneBefore(DoneEvents events, List<String> ids) {
        long done = events.count(ids);
        if (again) {
            events.forget(ids);
        }
        if (done > 0 && !isJson()) {
            out().println(done
                    + (again
                            ? " of their events were done by a flow behind a queue, which does them again"
                            : " of their events are done by a flow behind a queue, which does each once; --again lets it do them"
                                    + " again"));
        }
    }
}
