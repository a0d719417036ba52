package io.tollgate.operations;

import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.rehearsal.Sent;
import io.tollgate.routing.rehearsal.TracedStep;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** What is shown of the headers and addresses of a flow: no secret, and on one line. */
public final class Masked {
    private static final String SECRET = "[\\w.-]*(?:key|token|secret|password|passwd|signature|credential)[\\w.-]*";
    private static final Pattern HEADER =
            Pattern.compile("(?i)(?!idempotency-key$)(?:(?:proxy-)?authorization|(?:set-)?cookie|" + SECRET + ")");
    private static final Pattern PARAMETER = Pattern.compile("(?i)([?&]" + SECRET + "=)[^&\\s]*");
    private static final Pattern USER = Pattern.compile("(?<=//)[^/@\\s]*:[^/@\\s]*@");

    private Masked() {}

    public static String value(String name, String value) {
        return value != null && HEADER.matcher(name).matches() ? "…" : line(value);
    }

    /** Null stays null. */
    public static String line(String text) {
        return text == null ? null : text.replace("\r", "\\r").replace("\n", "\\n");
    }

    /** A destination with its parameters. */
    public static String address(String address) {
        return line(USER.matcher(PARAMETER.matcher(address).replaceAll("$1…")).replaceAll("…@"));
    }

    static Map<String, String> head(Map<String, String> head) {
        Map<String, String> masked = new TreeMap<>();
        head.forEach((name, value) -> masked.put(name, value(name, value)));
        return masked;
    }

    /** The same with nothing of that kind in its destinations and heads. */
    public static Rehearsed of(Rehearsed rehearsed) {
        List<Sent> sent = rehearsed.sent().stream()
                .map(one -> new Sent(
                        one.kind(),
                        address(one.destination()),
                        one.route(),
                        one.step(),
                        one.place(),
                        head(one.head()),
                        one.body(),
                        one.html()))
                .toList();
        List<TracedStep> steps = rehearsed.steps().stream()
                .map(step -> new TracedStep(
                        step.route(),
                        step.step(),
                        step.kind(),
                        step.place(),
                        step.depth(),
                        step.micros(),
                        step.said(),
                        step.body(),
                        head(step.headers()),
                        step.variables(),
                        step.error()))
                .toList();
        return new Rehearsed(
                rehearsed.id(),
                rehearsed.type(),
                rehearsed.verdict(),
                sent,
                rehearsed.rows(),
                rehearsed.failures(),
                steps,
                rehearsed.notes());
    }
}
