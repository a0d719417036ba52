package io.tollgate.routing.check;

import io.tollgate.routing.mail.Words;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The names in a mail's template: whether each can mean something, and which settings they are. */
final class TemplateWords {
    /** Of these, a section has nothing in it to be named. */
    private static final Set<String> CLOSED = Set.of(
            "money",
            "date",
            "link",
            "links",
            "customerAddress",
            "reason",
            "test",
            "id",
            "type",
            "setting",
            "tollgate",
            "body",
            "customer");

    private static final Set<String> SETTINGS = Set.of("setting", "tollgate");
    private static final Set<String> WITH_PATH = Set.of("money", "date", "links", "setting", "tollgate");
    private static final List<String> OF_CUSTOMER = List.of("name", "email", "id");

    private final RouteModel model;
    private final Findings findings;

    TemplateWords(RouteModel model, Findings findings) {
        this.model = model;
        this.findings = findings;
    }

    /** @param isPartial then it may stand in any section */
    void check(String file, String text, boolean isPartial) {
        List<TemplateTag> tags = TemplateTag.all(text);
        if (tags.stream().anyMatch(tag -> tag.kind() == '=')) {
            return;
        }
        for (TemplateTag tag : tags) {
            if (tag.isValue() || tag.isSection()) {
                check(tag, tag.place(file, text), isPartial);
            }
        }
    }

    private void check(TemplateTag tag, Place place, boolean isPartial) {
        String[] parts = tag.name().split("\\.");
        boolean isOpen = isPartial || tag.around().stream().anyMatch(name -> !CLOSED.contains(first(name)));
        if (tag.name().equals(".") || parts.length == 0) {
            return;
        }
        if (parts.length > 1 && SETTINGS.contains(parts[0])) {
            setting(tag, place);
        } else if (parts.length > 1 && parts[0].equals("body")) {
            known(place, "body." + parts[1], parts[1], Words.OF_BODY);
        } else if (!isOpen && parts.length > 1 && parts[0].equals("customer")) {
            known(place, "customer." + parts[1], parts[1], OF_CUSTOMER);
        } else if (!isOpen && !isOfCustomer(tag)) {
            known(place, parts[0], parts[0], Words.ALL);
            if (parts.length == 1 && WITH_PATH.contains(parts[0])) {
                add(place, parts[0] + " alone means nothing; write " + parts[0] + ". and a name, such as money.amount");
            }
        }
    }

    private static String first(String name) {
        return name.split("\\.", 2)[0];
    }

    private static boolean isOfCustomer(TemplateTag tag) {
        return OF_CUSTOMER.contains(tag.name())
                && tag.around().stream().anyMatch(name -> name.equals("customer") || name.equals("body.customer"));
    }

    private void known(Place place, String whole, String word, Collection<String> words) {
        if (!words.contains(word)) {
            add(
                    place,
                    "There is no word " + whole + " for templates, so nothing is put in here"
                            + NearMatch.question(word, words) + " A field of the event's object is object." + word
                            + ".");
        }
    }

    private void setting(TemplateTag tag, Place place) {
        String name = tag.name().startsWith("setting.") ? tag.name().substring("setting.".length()) : tag.name();
        boolean isOptional = tag.isSection() || tag.around().contains(tag.name());
        if (GatewaySettings.isOwn(name) || GatewaySettings.isSecret(name)) {
            findings.add(
                    Rule.SECRET,
                    place,
                    "'" + name
                            + "' is a setting of the gateway itself or a secret by its name, and a mail is read by many;"
                            + " give the template a setting of its own");
        } else if (!isOptional
                && model.context()
                        .getPropertiesComponent()
                        .resolveProperty(name)
                        .isEmpty()) {
            findings.add(
                    Rule.UNKNOWN_PLACEHOLDER,
                    place,
                    "There is no setting '" + name
                            + "'; define it in application.yaml or as an environment variable, or"
                            + " correct its name");
        }
    }

    private void add(Place place, String message) {
        findings.add(Rule.UNKNOWN_WORD, place, message);
    }
}
