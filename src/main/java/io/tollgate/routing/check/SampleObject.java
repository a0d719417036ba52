package io.tollgate.routing.check;

import com.stripe.model.Event;
import com.stripe.model.EventDataClassLookup;
import com.stripe.model.StripeObject;
import java.lang.reflect.Field;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.AbstractMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A part of an event, a Map as the JSON of it is read, with a value for each field of stripe-java's class. Metadata, what can
 * be expanded and objects of which the class is not known have any field.
 */
final class SampleObject extends AbstractMap<String, Object> {
    /** Objects that are not always of the class that the name says. */
    private static final Set<String> SEVERAL = Set.of("customer.source", "application_fee.refund");
    /** {@code Invoice: charge paid …}: what older versions of Stripe's API have, by the class as it is now. */
    private static final Map<String, Set<String>> OLDER = CamelModels.resource("older-fields.txt").stream()
            .flatMap(String::lines)
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split(": "))
            .collect(Collectors.toMap(parts -> parts[0], parts -> Set.of(parts[1].split(" "))));

    private final String path;
    private final Class<?> model;
    private final Map<String, Type> fields;
    private final String type;
    private final Asked asked;

    /** @param model null for any fields */
    private SampleObject(String path, Class<?> model, String type, Asked asked) {
        this.path = path;
        this.model = model;
        this.fields = model == null ? Map.of() : fields(model);
        this.type = type;
        this.asked = asked;
    }

    /** @param type empty for what need not be an event of Stripe's */
    static SampleObject event(String type, Asked asked) {
        return new SampleObject("", type.isEmpty() ? null : Event.class, type, asked);
    }

    /** Whether it has certain fields and no others. */
    boolean isKnown() {
        return model != null;
    }

    /** Such as {@code v1.billing.meter.no_meter_found}: its event has no object in it. */
    static boolean isThin(String type) {
        return type.matches("v\\d+\\..*");
    }

    /** Of the object in an event of this type; null when it is not known. */
    static Class<?> model(String type) {
        String name = type.substring(0, Math.max(0, type.lastIndexOf('.')));
        String last = type.substring(name.length()).replace('.', '_');
        return Stream.of(name + last, name, name.replaceFirst("_", "."), name.substring(name.lastIndexOf('.') + 1))
                .filter(object -> !SEVERAL.contains(name) && !isThin(type))
                .map(EventDataClassLookup.classLookup::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** By the names that they have in JSON. */
    static Map<String, Type> fields(Class<?> model) {
        Map<String, Type> fields = new TreeMap<>();
        for (Class<?> part = model; part != null; part = part.getSuperclass()) {
            for (Field field : part.getDeclaredFields()) {
                String name = field.getName()
                        .replaceAll("([A-Z])", "_$1")
                        .replaceFirst("_$", "")
                        .toLowerCase(Locale.ROOT);
                fields.put(name, field.getGenericType());
                // ssn_last_4_provided, but line1
                fields.put(name.replaceFirst("(?<=[a-z])(\\d+)(?=_|$)", "_$1"), field.getGenericType());
            }
            OLDER.getOrDefault(part.getName().replace("com.stripe.model.", ""), Set.of())
                    .forEach(name -> fields.putIfAbsent(name, Object.class));
        }
        return fields;
    }

    @Override
    public Object get(Object key) {
        String name = String.valueOf(key);
        if (path.isEmpty()) {
            asked.event(name);
        }
        if (path.isEmpty() && name.equals("type")) {
            return type;
        } else if (path.isEmpty() && name.equals("data") && isThin(type)) {
            return new SampleObject("data.", null, type, asked);
        } else if (path.equals("data.") && name.equals("object")) {
            return new SampleObject("data.object.", model(type), type, asked);
        }
        if (model != null && !fields.containsKey(name)) {
            asked.unknownFields.put(path + name, fields.keySet());
        }
        return value(path + name, fields.get(name));
    }

    private Object value(String at, Type kind) {
        if (kind == String.class) {
            return "text";
        } else if (kind == Boolean.class) {
            return true;
        } else if (kind instanceof ParameterizedType list && list.getRawType() == List.class) {
            return List.of(value(at, list.getActualTypeArguments()[0]));
        } else if (kind instanceof TypeVariable<?> && model.getGenericSuperclass() instanceof ParameterizedType page) {
            return value(at, page.getActualTypeArguments()[0]);
        }
        Class<?> one = kind instanceof Class<?> plain ? plain : Object.class;
        return Number.class.isAssignableFrom(one)
                ? 1L
                : new SampleObject(at + ".", StripeObject.class.isAssignableFrom(one) ? one : null, type, asked);
    }

    /** None: it is not read as a whole. */
    @Override
    public Set<Entry<String, Object>> entrySet() {
        return new HashSet<>();
    }
}
