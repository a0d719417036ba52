package io.tollgate.routing.format;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessorDefinition;

/**
 * Compares what Camel has read of two texts, field by field: steps, options, texts and ids. An address is the same when it
 * leads to the same endpoint, and an id may be there that was not.
 */
final class SameMeaning {
    /** Where something stood in the text, and what it stands in. */
    private static final Set<String> OF_THE_TEXT =
            Set.of("parent", "lineNumber", "location", "resource", "camelContext", "prepared", "inlined");

    private static final Set<String> OF_AN_ID = Set.of("id", "customId");

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());

    private SameMeaning() {}

    /** Where they differ first, such as {@code routes[0].outputs[2].uri}; empty when they mean the same. */
    static Optional<String> difference(RouteConfigurationBuilder before, RouteConfigurationBuilder after) {
        SameMeaning same = new SameMeaning();
        return Stream.<Function<RouteConfigurationBuilder, Object>>of(
                        RouteConfigurationBuilder::getRouteConfigurationCollection,
                        RouteConfigurationBuilder::getRouteCollection,
                        RouteConfigurationBuilder::getRouteTemplateCollection,
                        RouteConfigurationBuilder::getTemplatedRouteCollection,
                        RouteConfigurationBuilder::getRestCollection,
                        RouteConfigurationBuilder::getRestConfiguration)
                .map(part -> same.difference("", part.apply(before), part.apply(after)))
                .flatMap(Optional::stream)
                .findFirst()
                .map(path -> path.replaceFirst("^[.]", ""));
    }

    private Optional<String> difference(String path, Object before, Object after) {
        if (before == null || after == null || before.getClass() != after.getClass()) {
            return before == after ? Optional.empty() : Optional.of(path);
        }
        if (before instanceof Collection<?> list) {
            return ofLists(path, new ArrayList<>(list), new ArrayList<>((Collection<?>) after));
        }
        if (before instanceof Map<?, ?> map) {
            return ofMaps(path, map, (Map<?, ?>) after);
        }
        if (before instanceof Object[] array) {
            return ofLists(path, List.of(array), List.of((Object[]) after));
        }
        if (before instanceof String text) {
            boolean isSame = text.equals(after) || path.matches("(?i).*uri") && Addresses.isSame(text, (String) after);
            return isSame ? Optional.empty() : Optional.of(path);
        }
        if (before.getClass().getName().startsWith("org.apache.camel.")
                && !before.getClass().isEnum()) {
            return seen.add(before) ? ofFields(path, before, after) : Optional.empty();
        }
        return Objects.equals(before, after) ? Optional.empty() : Optional.of(path);
    }

    private Optional<String> ofLists(String path, List<?> before, List<?> after) {
        for (int i = 0; i < Math.min(before.size(), after.size()); i++) {
            Optional<String> difference = difference(path + "[" + i + "]", before.get(i), after.get(i));
            if (difference.isPresent()) {
                return difference;
            }
        }
        return before.size() == after.size() ? Optional.empty() : Optional.of(path);
    }

    private Optional<String> ofMaps(String path, Map<?, ?> before, Map<?, ?> after) {
        if (!before.keySet().equals(after.keySet())) {
            return Optional.of(path);
        }
        return before.keySet().stream()
                .map(key -> difference(path + "." + key, before.get(key), after.get(key)))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> ofFields(String path, Object before, Object after) {
        boolean mayGetId = before instanceof OptionalIdentifiedDefinition<?> step && step.getId() == null;
        for (Class<?> type = before.getClass(); type != Object.class; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                boolean isLeftOut = Modifier.isStatic(field.getModifiers())
                        || field.isSynthetic()
                        || OF_THE_TEXT.contains(field.getName())
                        || field.getDeclaringClass() == ProcessorDefinition.class
                                && field.getName().equals("index")
                        || mayGetId && OF_AN_ID.contains(field.getName());
                if (!isLeftOut) {
                    Optional<String> difference =
                            difference(path + "." + field.getName(), value(field, before), value(field, after));
                    if (difference.isPresent()) {
                        return difference;
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Object value(Field field, Object of) {
        try {
            field.setAccessible(true);
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
