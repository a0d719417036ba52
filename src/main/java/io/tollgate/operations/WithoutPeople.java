package io.tollgate.operations;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tollgate.routing.rehearsal.FailedStep;
import io.tollgate.routing.rehearsal.Rehearsed;
import io.tollgate.routing.rehearsal.RowChange;
import io.tollgate.routing.rehearsal.Sent;
import io.tollgate.routing.rehearsal.TracedStep;
import io.tollgate.text.PersonalData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an event would do, for somebody who may not see what is personal. A flow gives values other names, and adds what it has looked up.
 * So a text stays only where the masked payload has the same one, or a moment stands; all else is masked. Numbers stay, and so does
 * where something goes by the routes.
 */
public final class WithoutPeople {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Pattern MOMENT =
            Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d[\\d:.]*(?:Z|[+-]\\d\\d(?::?\\d\\d)?)?");
    private static final Pattern OF_EACH_MESSAGE = Pattern.compile("stripe.*|JMSType|JMSCorrelationID");
    private static final Pattern BY_THE_ROUTES = Pattern.compile("(?:jms|sql|queue|topic)[:\\w./-]*");
    private static final Pattern HOST = Pattern.compile("([A-Z]{3,7} https?://[\\w.:\\[\\]-]+)(?:[/?].*)?");

    private final PersonalData personal;
    private final String payload;
    private final String maskedPayload;
    private final Set<String> seen = new HashSet<>();

    /** @param payload of the event */
    public WithoutPeople(PersonalData personal, byte[] payload) {
        this.personal = personal;
        this.payload = new String(payload, StandardCharsets.UTF_8);
        this.maskedPayload = new String(personal.mask(payload), StandardCharsets.UTF_8);
        collect(json(maskedPayload));
    }

    private void collect(JsonNode node) {
        if (node != null && node.isTextual()) {
            seen.add(node.asText());
        } else if (node != null) {
            node.forEach(this::collect);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    public Rehearsed of(Rehearsed rehearsed) {
        return new Rehearsed(
                rehearsed.id(),
                rehearsed.type(),
                rehearsed.verdict(),
                rehearsed.sent().stream().map(this::of).toList(),
                rehearsed.rows().stream().map(this::of).toList(),
                rehearsed.failures().stream().map(this::of).toList(),
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
                body(sent.body()),
                sent.html() == null ? null : PersonalData.MASK);
    }

    private static String destination(String destination) {
        if (BY_THE_ROUTES.matcher(destination).matches()) {
            return destination;
        }
        Matcher call = HOST.matcher(destination);
        return call.matches() ? call.group(1) + "/" + PersonalData.MASK : PersonalData.MASK;
    }

    private Map<String, String> head(Map<String, String> head) {
        Map<String, String> masked = new TreeMap<>();
        head.forEach(
                (name, value) -> masked.put(name, OF_EACH_MESSAGE.matcher(name).matches() ? value : text(value)));
        return masked;
    }

    private String body(String body) {
        if (body == null) {
            return null;
        } else if (body.equals(payload)) {
            return maskedPayload;
        }
        JsonNode json = json(body);
        return json == null || !json.isContainerNode()
                ? PersonalData.MASK
                : masked(json).toString();
    }

    private RowChange of(RowChange row) {
        return new RowChange(row.table(), masked(row.key()), masked(row.before()), masked(row.after()));
    }

    private JsonNode masked(JsonNode node) {
        try {
            return node == null ? null : texts(JSON.readTree(personal.mask(JSON.writeValueAsBytes(node))));
        } catch (IOException e) {
            return JsonNodeFactory.instance.textNode(PersonalData.MASK);
        }
    }

    private JsonNode texts(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(field -> field.setValue(texts(field.getValue())));
        } else if (node instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                array.set(i, texts(array.get(i)));
            }
        } else if (node.isTextual()) {
            return JsonNodeFactory.instance.textNode(text(node.asText()));
        }
        return node;
    }

    private String text(String value) {
        return value == null
                        || value.isEmpty()
                        || seen.contains(value)
                        || MOMENT.matcher(value).matches()
                ? value
                : PersonalData.MASK;
    }

    private FailedStep of(FailedStep step) {
        return new FailedStep(
                step.run(),
                step.route(),
                step.step(),
                step.place(),
                step.reason(),
                step.message() == null ? null : PersonalData.MASK,
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
                step.said() == null ? null : PersonalData.MASK,
                body(step.body()),
                head(step.headers()),
                head(step.variables()),
                step.error() == null ? null : PersonalData.MASK);
    }
}
