package io.tollgate.routing.rehearsal;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.spi.Language;

/**
 * The code of a team, in Java or as a script, that a flow would run. What it does by itself no rehearsal can hold back, so one that
 * nobody has asked for does not come to it.
 *
 * @param runs whether it runs all the same
 * @param gateways beans that are the gateway's own, by name
 */
record OwnCode(boolean runs, Map<String, Object> gateways) {
    /** They run code, or read and write what their templates say. */
    private static final Set<String> COMPONENTS =
            Set.of("bean", "class", "xslt", "xslt-saxon", "xj", "freemarker", "velocity", "thymeleaf");

    private static final String CAMELS = "org.apache.camel.";
    private static final String MODEL = "org.apache.camel.model.";

    /** Whether a step is such code or names some, such as the strategy by which it puts messages together. */
    boolean holdsBack(NamedNode step, CamelContext context) {
        if (runs) {
            return false;
        }
        String called = step instanceof BeanDefinition bean
                ? bean.getRef()
                : step instanceof ProcessDefinition process ? process.getRef() : null;
        boolean isCode = step instanceof BeanDefinition || step instanceof ProcessDefinition;
        return isCode ? !isGateways(called, context) : names(step, context);
    }

    private boolean isGateways(String name, CamelContext context) {
        return name != null
                && gateways.containsKey(name)
                && context.getRegistry().lookupByName(name) == gateways.get(name);
    }

    private boolean names(Object definition, CamelContext context) {
        for (Class<?> type = definition.getClass(); type.getName().startsWith(MODEL); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                Object value = Modifier.isStatic(field.getModifiers()) ? null : value(field, definition);
                boolean isPart = value != null
                        && value.getClass().getName().startsWith(MODEL)
                        && !(value instanceof ProcessorDefinition)
                        && !value.getClass().isEnum();
                if (value instanceof String text && isOwn(text, context) || isPart && names(value, context)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isOwn(String text, CamelContext context) {
        if (text.startsWith("#class:") || text.startsWith("#type:")) {
            return !text.substring(text.indexOf(':') + 1).startsWith(CAMELS);
        }
        String name = text.replaceFirst("^#(bean:)?", "");
        Object bean = name.isBlank() ? null : context.getRegistry().lookupByName(name);
        return bean != null
                && gateways.get(name) != bean
                && !bean.getClass().getName().startsWith(CAMELS);
    }

    private static Object value(Field field, Object of) {
        try {
            field.setAccessible(true);
            return field.get(of);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a flow that sends there would run such code. */
    boolean holdsBack(Endpoint endpoint) {
        if (runs || !COMPONENTS.contains(Outside.scheme(endpoint))) {
            return false;
        }
        String name = endpoint.getEndpointUri().replaceFirst("^bean:(//)?", "").replaceFirst("\\?.*$", "");
        return !isGateways(name, endpoint.getCamelContext());
    }

    static OutOfBounds outOfBounds(String where) {
        return new OutOfBounds("would have run code of its own " + where);
    }

    Language language(String name, Language real) {
        return runs || HeldBackLanguage.isPlain(name) ? real : new HeldBackLanguage(name, real);
    }
}
