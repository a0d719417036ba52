package io.tollgate.routing.format;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Camel's own schemas of its YAML: of all that it reads, and of the long forms, which editors write. */
final class CamelSchema {
    private static final String ALL = "/schema/camelYamlDsl.json";
    private static final String LONG_FORMS = "/schema/camelYamlDsl-canonical.json";
    private static final String EXPRESSION = "org.apache.camel.model.language.ExpressionDefinition";

    /** Short forms of which the schema does not say what they are. */
    private static final Map<String, String> UNSAID = Map.of("org.apache.camel.model.RollbackDefinition", "message");

    private final JsonNode all;
    private final JsonNode longForms;
    private final Set<String> languages = new TreeSet<>();
    private final Type top;

    CamelSchema() {
        this.all = read(ALL).at("/items/definitions");
        JsonNode root = read(LONG_FORMS);
        this.longForms = root.at("/items/definitions");
        longForms.path(EXPRESSION).path("properties").fieldNames().forEachRemaining(languages::add);
        this.top = new Type("", root.path("items"));
    }

    private static JsonNode read(String name) {
        try (InputStream stream = CamelSchema.class.getResourceAsStream(name)) {
            return new JsonMapper().readTree(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of an item of a file, such as {@code - route:}. */
    Type top() {
        return top;
    }

    /** What may stand in one place. */
    final class Type {
        private final String name;
        private final JsonNode schema;

        private Type(String name, JsonNode schema) {
            this.name = name;
            this.schema = schema;
        }

        private Type of(JsonNode place) {
            String ref = place.path("$ref").asText();
            String named = ref.substring(ref.lastIndexOf('/') + 1);
            return named.isEmpty() ? new Type("", place) : new Type(named, longForms.path(named));
        }

        boolean has(String option) {
            return schema.path("properties").has(option);
        }

        Type option(String option) {
            return of(schema.path("properties").path(option));
        }

        Type item() {
            return of(schema.path("items"));
        }

        /** Which option a text is that stands in the place of all of them; empty when none may. */
        Optional<String> optionOfText() {
            JsonNode required = all.path(name).path("required");
            if (!all.path(name).has("oneOf") || required.size() != 1) {
                return Optional.ofNullable(UNSAID.get(name));
            }
            return Optional.of(required.path(0).asText());
        }

        /** Whether this is an expression that stands below a step without its {@code expression:}. */
        boolean isExpressionOfStep(String option) {
            return languages.contains(option) && !has(option) && hasExpression();
        }

        /** Whether its {@code expression:} is in one of the languages, and no text. */
        boolean hasExpression() {
            return option("expression").name.equals(EXPRESSION);
        }

        /** Whether it names an endpoint, whose options may stand by themselves. */
        boolean hasAddress() {
            return has("uri") && has("parameters");
        }

        /** Whether Camel says which options may stand there. */
        boolean isKnown() {
            return schema.has("properties");
        }
    }
}
