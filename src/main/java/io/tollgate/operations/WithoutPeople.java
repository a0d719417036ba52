package io.tollgate.operations;

import io.tollgate.routing.rehearsal.FailedStep;
import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.rehearsal.RowChange;
import io.tollgate.routing.rehearsal.Sent;
import io.tollgate.routing.rehearsal.TracedStep;
import io.tollgate.text.PersonalData;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an event would do, for somebody who may not see what is personal. A flow gives values other names, and adds what it has looked up.
 * So a text stays only where the masked payload has the same one, or a time stands; all else is masked. Numbers stay, and so does
 * where something goes by the routes.
 */
public final class WithoutPeople {
    private static final Pattern OF_EACH_MESSAGE = Pattern.compile(
            "stripe(?:Contract|EventId|EventType|Endpoint|Livemode|Created|ApiVersion|Account|ObjectId)");
    private static final Pattern BY_THE_ROUTES = Pattern.compile("(?:jms|sql|queue|topic)[:\\w./-]*");
    private static final Pattern CALL = Pattern.compile("([A-Z]{3,7} https?://[\\w.:\\[\\]-]+)(?:[/?].*)?");

    private final SeenTexts seen;

    /** @param payload of the event */
    public WithoutPeople(PersonalData personal, byte[] payload) {
        this.seen = new SeenTexts(personal, payload);
    }

    public Rehearsed of(Rehearsed rehearsed) {
        return new Rehearsed(
                rehearsed.id(),
                rehearsed.type(),
                rehearsed.verdict(),
                rehearsed.sent().stream().map(this::of).toList(),
                rehearsed.rows().stream().map(this::of).toList(),
                rehearsed.failures().stream().map(WithoutPeople::of).toList(),
                rehearsed.steps().stream().map(this::of).toList(),
                rehearsed.notes());
    }

    private Sent of(Sent sent) {
        return new Sent(
                sent.kind(),
                destination(sent.destination()),
                sent.route(),
                sent.step(),
                sent.place(),
                head(sent.head()),
                seen.body(sent.body()),
                masked(sent.html()));
    }

    private static String destination(String destination) {
        if (BY_THE_ROUTES.matcher(destination).matches()) {
            return destination;
        }
        Matcher call = CALL.matcher(destination);
        return call.matches() ? call.group(1) + "/" + PersonalData.MASK : PersonalData.MASK;
    }

    private Map<String, String> head(Map<String, String> head) {
        Map<String, String> masked = new TreeMap<>();
        head.forEach(
                (name, value) -> masked.put(name, OF_EACH_MESSAGE.matcher(name).matches() ? value : seen.text(value)));
        return masked;
    }

    private RowChange of(RowChange row) {
        return new RowChange(row.table(), seen.json(row.key()), seen.json(row.before()), seen.json(row.after()));
    }

    private static FailedStep of(FailedStep step) {
        return new FailedStep(
                step.run(),
                step.route(),
                step.step(),
                step.place(),
                step.reason(),
                masked(step.message()),
                step.onStandIn(),
                step.done().stream().map(WithoutPeople::destination).toList());
    }

    private TracedStep of(TracedStep step) {
        return new TracedStep(
                step.route(),
                step.step(),
                step.kind(),
                step.place(),
                step.depth(),
                step.micros(),
                masked(step.said()),
                seen.body(step.body()),
                head(step.headers()),
                head(step.variables()),
                masked(step.error()));
    }

    private static String masked(String text) {
        return text == null ? null : PersonalData.MASK;
    }
}
