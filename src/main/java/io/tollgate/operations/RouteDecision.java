package io.tollgate.operations;

import io.tollgate.inbox.RouteSets.Decision;
import io.tollgate.inbox.RouteSets.Result;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a gateway did with a route set that it found in its folder, and why. */
public record RouteDecision(String gateway, Instant decidedAt, String hash, Result result, List<Why> findings) {
    private static final Pattern FINDING =
            Pattern.compile("([^:\n]+):(\\d{1,9}):(\\d{1,9}): (\\w+): (.*) \\[([\\w-]+)]", Pattern.DOTALL);

    /**
     * @param file relative to the folder, {@code .} for the folder itself; the rest but the message is null where only that is known
     * @param line from 1
     * @param severity {@code error} or {@code warning}
     * @param rule a heading of docs/checks.md
     */
    public record Why(String file, Integer line, Integer column, String severity, String message, String rule) {
        static Why of(String finding) {
            Matcher parts = FINDING.matcher(finding);
            return parts.matches()
                    ? new Why(
                            parts.group(1),
                            Integer.valueOf(parts.group(2)),
                            Integer.valueOf(parts.group(3)),
                            parts.group(4).toLowerCase(Locale.ROOT),
                            parts.group(5),
                            parts.group(6))
                    : new Why(null, null, null, null, finding, null);
        }
    }

    public static RouteDecision of(Decision decision) {
        return new RouteDecision(
                decision.gateway(),
                decision.decidedAt(),
                decision.hash(),
                decision.result(),
                decision.findings().stream().map(Why::of).toList());
    }
}
