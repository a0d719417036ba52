package io.tollgate.cli;

import io.tollgate.inbox.EventFilter;
import io.tollgate.inbox.EventFilter.Status;
import java.time.Instant;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which events, as {@code events} and {@code replay} take it. */
final class FilterOptions {
    private static final String TIME = "2026-01-31T10:00:00Z, 2026-01-31, or an age such as 2h";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(names = "--type", paramLabel = "TYPE", description = "An event type; * stands for anything in it")
    private String type;

    @Option(names = "--status", paramLabel = "STATUS", description = "One of pending, routed, dead")
    private Status status;

    @Option(names = "--from", paramLabel = "TIME", description = "Received since: " + TIME)
    private Instant from;

    @Option(names = "--to", paramLabel = "TIME", description = "Received before: the same")
    private Instant to;

    @Option(names = "--endpoint", paramLabel = "NAME", description = "The endpoint it came in at")
    private String endpoint;

    @Option(names = "--account", paramLabel = "ID", description = "The connected account, acct_…")
    private String account;

    @Option(names = "--error", paramLabel = "TEXT", description = "A part of its last failure")
    private String error;

    @Option(
            names = "--aside",
            description = "Set aside by its endpoint's policy; a replay takes no such event without it")
    private boolean aside;

    EventFilter filter() {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new ParameterException(
                    command.commandLine(), "--from is " + from + " and --to " + to + ": give an earlier --from");
        }
        return new EventFilter(type, status, from, to, endpoint, account, error, aside ? true : null);
    }

    /** Whether it is asked for what was set aside. */
    boolean aside() {
        return aside;
    }

    /** Whether anything narrows it down, but for what was set aside. */
    boolean narrows() {
        return !filter().equals(new EventFilter(null, null, null, null, null, null, null, aside ? true : null));
    }
}
