package io.tollgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stripe.model.EventDataClassLookup;
import com.stripe.model.ExpandableField;
import com.stripe.model.StripeCollection;
import com.stripe.model.StripeObject;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationAttributes;

/**
 * An object of Stripe's, made of the fields that stripe-java's class of it has: two levels of them, each with a value of its kind. One that
 * stripe-java does not know has its {@code id} and {@code object} only.
 *
 * @param random ends each id in it
 * @param now each time in it, in seconds since 1970
 */
record ModelledObject(String random, long now) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int LEVELS = 2;
    /** By its name, as Gson is stripe-java's own affair. */
    private static final String NAME = "com.google.gson.annotations.SerializedName";

    /** @param object what its {@code object} says, such as {@code charge} */
    ObjectNode of(String object) {
        Class<?> model = EventDataClassLookup.classLookup.get(object);
        ObjectNode made = model == null ? JSON.createObjectNode() : fields(model, LEVELS);
        if (model == null || made.has("id")) {
            made.put("id", id(object));
        }
        // only an object that is gone has it
        made.remove("deleted");
        return made.put("object", object);
    }

    private ObjectNode fields(Class<?> model, int levels) {
        ObjectNode made = JSON.createObjectNode();
        for (Class<?> part = model; part != null; part = part.getSuperclass()) {
            for (Field field : part.getDeclaredFields()) {
                AnnotationAttributes inJson = AnnotatedElementUtils.getMergedAnnotationAttributes(field, NAME);
                if (inJson != null) {
                    String name = inJson.getString("value");
                    made.set(name, value(name, field.getGenericType(), levels));
                }
            }
        }
        return made;
    }

    private JsonNode value(String name, Type type, int levels) {
        Class<?> kind = (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
        if (kind == Boolean.class) {
            return JSON.getNodeFactory().booleanNode(false);
        } else if (kind == BigDecimal.class || kind == String.class) {
            return JSON.getNodeFactory().textNode(kind == String.class ? text(name) : "1");
        } else if (Number.class.isAssignableFrom(kind)) {
            return JSON.getNodeFactory().numberNode(isTime(name) ? now : 1);
        } else if (kind == ExpandableField.class) {
            return JSON.getNodeFactory().textNode(id(name));
        } else if (Map.class.isAssignableFrom(kind)) {
            return JSON.createObjectNode();
        } else if (kind == List.class) {
            return list(type);
        }
        return object(kind, levels);
    }

    private static ArrayNode list(Type type) {
        ArrayNode list = JSON.createArrayNode();
        boolean ofTexts =
                type instanceof ParameterizedType generic && generic.getActualTypeArguments()[0] == String.class;
        return ofTexts ? list.add("text") : list;
    }

    /** Null for what is of one class or another. */
    private JsonNode object(Class<?> kind, int levels) {
        if (StripeCollection.class.isAssignableFrom(kind)) {
            ObjectNode page = JSON.createObjectNode()
                    .put("object", "list")
                    .put("has_more", false)
                    .put("url", "/v1/list");
            page.putArray("data");
            return page;
        }
        if (!StripeObject.class.isAssignableFrom(kind) || kind.isInterface() || levels == 1) {
            return JSON.nullNode();
        }
        ObjectNode inner = fields(kind, levels - 1);
        EventDataClassLookup.classLookup.forEach((object, model) -> {
            if (model == kind) {
                inner.put("object", object);
            }
        });
        return inner;
    }

    private String text(String name) {
        if (name.equals("id")) {
            return id("sub");
        } else if (name.equals("currency") || name.endsWith("_currency")) {
            return "usd";
        } else if (name.equals("country")) {
            return "US";
        } else if (name.endsWith("email")) {
            return "jenny.rosen@example.com";
        }
        return name.endsWith("url") ? "https://example.com/" : "text";
    }

    private static boolean isTime(String name) {
        return name.equals("created") || name.endsWith("_at") || name.endsWith("_date");
    }

    private String id(String name) {
        return name.replace('.', '_') + "_" + random;
    }
}
