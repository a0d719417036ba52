package io.tollgate.console.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.swagger.v3.core.converter.AnnotatedType;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.converter.ResolvedSchema;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.core.jackson.TypeNameResolver;
import io.swagger.v3.core.util.Json31;
import io.swagger.v3.oas.models.media.JsonSchema;
import io.swagger.v3.oas.models.media.Schema;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The schemas of what is sent and answered: of records, as JSON has them. One inside a class is called after that too, since there is more than one Wish. */
final class Schemas {
    static final String PROBLEM = "Problem";
    private final ModelConverters converters = new ModelConverters(true);
    private final Map<String, Schema<?>> all = new TreeMap<>();
    private final Names names = new Names();

    Schemas() {
        ModelResolver resolver = new ModelResolver(Json31.mapper(), names);
        resolver.setOpenapi31(true);
        converters.addConverter(resolver);
        Schema<?> problem = new JsonSchema().typesItem("object");
        problem.addProperty("type", new JsonSchema().typesItem("string"));
        problem.addProperty("title", new JsonSchema().typesItem("string"));
        problem.addProperty("status", new JsonSchema().typesItem("integer"));
        problem.addProperty(
                "detail", new JsonSchema().typesItem("string").description("a sentence that names the fix"));
        problem.addProperty("instance", new JsonSchema().typesItem("string"));
        all.put(PROBLEM, problem);
        all.put(JsonNode.class.getSimpleName(), new JsonSchema().description("any JSON"));
    }

    /** A reference to it, or the schema itself when it is none of ours. */
    Schema<?> of(Type type) {
        if (type == Object.class) {
            return new JsonSchema().types(Set.of("object"));
        }
        ResolvedSchema resolved = converters.resolveAsResolvedSchema(new AnnotatedType(type).resolveAsRef(true));
        resolved.referencedSchemas.forEach((name, schema) -> {
            if (all.putIfAbsent(name, schema) == null) {
                letBeNull(schema, names.types.get(name));
            }
        });
        return resolved.schema;
    }

    /** What is no primitive may be null. */
    private static void letBeNull(Schema<?> schema, Class<?> type) {
        if (type == null || !type.isRecord() || schema.getProperties() == null) {
            return;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            Schema<?> property = schema.getProperties().get(component.getName());
            if (property != null && !component.getType().isPrimitive()) {
                schema.getProperties().put(component.getName(), orNull(property));
            }
        }
    }

    private static Schema<?> orNull(Schema<?> schema) {
        if (schema.get$ref() != null) {
            return new JsonSchema().anyOf(List.of(schema, new JsonSchema().typesItem("null")));
        }
        if (schema.getTypes() != null) {
            schema.addType("null");
        }
        if (schema.getEnum() != null) {
            @SuppressWarnings("unchecked")
            Schema<Object> values = (Schema<Object>) schema;
            values.addEnumItemObject(null);
        }
        return schema;
    }

    /** By name. */
    Map<String, Schema<?>> all() {
        return all;
    }

    private static final class Names extends TypeNameResolver {
        private final Map<String, Class<?>> types = new TreeMap<>();

        @Override
        protected String getNameOfClass(Class<?> type) {
            String name = type.getName();
            String shown = name.substring(name.lastIndexOf('.') + 1).replace("$", "");
            types.put(shown, type);
            return shown;
        }
    }
}
