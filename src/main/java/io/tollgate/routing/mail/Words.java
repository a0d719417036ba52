package io.tollgate.routing.mail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;

/**
 * What the names in a template mean for one event. A name is looked for in the object of the innermost section first, and counts as
 * found where all of its parts are there; so {@code {{object.number}}} means the event's object also in a section over its lines.
 */
public final class Words {
    /** All that a name may begin with; docs/routes.md has a row for each. */
    public static final List<String> ALL = List.of(
            "event",
            "object",
            "money",
            "date",
            "link",
            "links",
            "customer",
            "customerAddress",
            "reason",
            "test",
            "id",
            "type",
            "setting",
            "tollgate",
            "body",
            "headers",
            "header",
            "variables",
            "variable");

    /** Those of {@code body.…}. */
    public static final List<String> OF_BODY =
            List.of("id", "type", "object", "amount", "customer", "reason", "link", "test");

    /** Those mean the same whatever an object has under their name. */
    private static final List<String> PREFIXES = List.of("money", "date", "links", "setting", "tollgate");

    private static final String[] REASONS = {
        "last_payment_error.message",
        "last_setup_error.message",
        "last_finalization_error.message",
        "reason",
        "failure_message",
        "failure_reason"
    };

    private final Map<String, Object> root = new LinkedHashMap<>();
    private final UnaryOperator<String> settings;
    private final Links links;

    /**
     * @param event with each text on one line
     * @param settings the value of one by its name; null when there is none
     */
    Words(Map<?, ?> event, UnaryOperator<String> settings) {
        this.settings = settings;
        this.links = new Links(event);
        Map<?, ?> object = Json.map(Json.at(event, "data.object"));
        Person person = Person.of(object);
        root.put("event", event);
        root.put("object", object);
        root.put("id", Json.text(event, "id"));
        root.put("type", Json.text(event, "type"));
        root.put("reason", Json.first(object, REASONS));
        root.put("link", links.main(object));
        root.put("test", !Boolean.TRUE.equals(event.get("livemode")));
        root.put("customer", person.word());
        root.put("customerAddress", person.address());
    }

    /** For the event in variable {@code event}, which has each text on one line from here on. */
    static Words of(Exchange exchange) {
        Map<?, ?> event = OneLine.each(Json.map(exchange.getVariable("event")));
        exchange.setVariable("event", event);
        Words words = new Words(
                event,
                name -> exchange.getContext()
                        .getPropertiesComponent()
                        .resolveProperty(name)
                        .orElse(null));
        Map<String, Object> headers = exchange.getMessage().getHeaders();
        Map<String, Object> variables = exchange.getVariables();
        words.root.put("headers", headers);
        words.root.put("header", headers);
        words.root.put("variables", variables);
        words.root.put("variable", variables);
        words.root.put("body", words.body());
        return words;
    }

    /** The words of before, {@code body.…}, without those that the event does not have. */
    Map<String, Object> body() {
        Map<String, Object> body = new LinkedHashMap<>();
        OF_BODY.forEach(name -> body.put(name, root.get(name)));
        Map<?, ?> object = (Map<?, ?>) root.get("object");
        body.put("object", Json.text(object, "id"));
        body.put("amount", MainAmount.of((String) root.get("type"), object));
        body.values().removeIf(value -> value == null);
        return body;
    }

    /** For a flow that has something else in the body by now. */
    Words withBody(Object body) {
        root.put("body", body);
        return this;
    }

    /**
     * @param scopes of the sections around, the innermost last
     * @return null for what is not there; a {@link Setting} for what is no stranger's
     */
    Object find(String name, List<Object> scopes) {
        List<Object> objects = new ArrayList<>();
        for (int i = scopes.size() - 1; i >= 0; i--) {
            if (scopes.get(i) != this) {
                objects.add(scopes.get(i));
            }
        }
        if (name.equals(".")) {
            return objects.isEmpty() ? null : objects.get(0);
        }
        List<String> path = Arrays.asList(name.split("\\."));
        objects.add(root);
        return path.size() > 1 && PREFIXES.contains(path.get(0)) ? helped(path, objects) : value(objects, path);
    }

    private Object helped(List<String> path, List<Object> objects) {
        List<String> rest = path.subList(1, path.size());
        List<Object> all = new ArrayList<>(objects);
        // in front of the root, which has the event
        all.add(all.size() - 1, root.get("object"));
        return switch (path.get(0)) {
            case "money" -> Amount.at(all, rest);
            case "date" -> Dates.format(value(all, rest));
            case "links" -> links.to(value(all, rest));
            case "setting" -> setting(String.join(".", rest));
            default -> setting(String.join(".", path));
        };
    }

    private Setting setting(String name) {
        String value = settings.apply(name);
        return value == null ? null : new Setting(OneLine.of(value));
    }

    private static Object value(List<Object> objects, List<String> path) {
        for (Object object : objects) {
            Object value = Json.at(object, path);
            if (value != Json.ABSENT) {
                return value;
            }
        }
        return null;
    }

    /** Of the gateway, and so no stranger's text. */
    record Setting(String value) {}
}
