package io.tollgate.routing.starter;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A flow to begin with: its YAML, what it needs beside it, and its test. */
public final class NewFlow {
    private final String type;
    private final String name;
    private final StripeObject about;
    private final List<Sink> sinks;

    /**
     * @param type of its events
     * @param name of the flow: small letters, digits and dashes
     * @param about the object in them
     * @param targets one or more, each another one
     */
    public NewFlow(String type, String name, StripeObject about, List<Target> targets) {
        this.type = type;
        this.name = name;
        this.about = about;
        this.sinks = targets.stream().map(this::sink).toList();
    }

    private Sink sink(Target target) {
        String where = target.where();
        String table = where == null ? name.replace('-', '_') : where.replaceFirst("^stripe\\.", "");
        return switch (target.kind()) {
            case QUEUE -> new QueueSink(name, "queue", where == null ? "stripe." + name : where);
            case TOPIC -> new QueueSink(name, "topic", where == null ? "stripe." + name : where);
            case TABLE -> new TableSink(name, table, about);
            case MAIL -> new MailSink(name, title(), about.amount());
            case HTTP -> new HttpSink(name, URI.create(where));
        };
    }

    /** Such as {@code Credit note created}. */
    private String title() {
        String words = type.replaceAll("[._]", " ");
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    /**
     * The files, by their paths in the folder of routes; the flow itself is the last of those to write.
     *
     * @param isAlone whether no other flow gets events of the type
     */
    public Map<String, String> files(boolean isAlone) {
        Map<String, String> files = new TreeMap<>((one, other) -> order(one).compareTo(order(other)));
        sinks.forEach(sink -> files.putAll(sink.files()));
        files.put("tests/" + name + ".test.yaml", test(isAlone));
        files.put(flowFile(), flow());
        return files;
    }

    private String order(String file) {
        return (file.equals(flowFile()) ? "2" : file.contains("/") ? "0" : "1") + file;
    }

    /** The file of the flow. */
    public String flowFile() {
        return name + ".camel.yaml";
    }

    private String flow() {
        return """
                - route:
                    id: %1$s
                    description: Takes each %2$s to where it is needed
                    from:
                      id: from-router-%1$s
                      uri: direct
                      parameters:
                        name: %1$s
                      steps:
                """.formatted(name, type) + sinks.stream().map(Sink::steps).collect(Collectors.joining());
    }

    private String test(boolean isAlone) {
        StringBuilder items = new StringBuilder();
        sinks.forEach(sink -> sink.expectations().forEach(item -> items.append(item(item))));
        if (isAlone) {
            items.append(item("nothing else"));
        }
        items.append(item("duplicate changes nothing"));
        if (about.isOne() && sinks.stream().anyMatch(TableSink.class::isInstance)) {
            items.append(item("older event second changes nothing"));
        }
        items.append(item("if " + sinks.get(sinks.size() - 1).lastStep() + " fails nothing is left"));
        return "- name: Each " + type + " goes where it is needed\n" + event() + "  expect:\n" + items;
    }

    private String event() {
        return about.hasSample()
                ? "  event: " + type + "\n"
                : "  event:\n    type: " + type + "\n    data:\n      object:\n        id: " + about.id() + "\n";
    }

    private static String item(String lines) {
        return ("- " + lines.replace("\n", "\n  ")).indent(4);
    }
}
