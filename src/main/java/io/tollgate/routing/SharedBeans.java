package io.tollgate.routing;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.component.platform.http.spi.PlatformHttpEngine;
import org.apache.camel.spi.ComponentCustomizer;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.Language;
import org.apache.camel.spring.spi.ApplicationContextBeanRepository;
import org.springframework.context.ApplicationContext;

/**
 * The application's beans as a route set sees them: without the parts of Boot's own Camel context. A component belongs
 * to one context; a second set that found it here would share its consumers.
 */
final class SharedBeans extends ApplicationContextBeanRepository {
    private static final Class<?>[] HIDDEN = {
        CamelContext.class,
        Component.class,
        ComponentCustomizer.class,
        DataFormat.class,
        Language.class,
        // the way into the inbox, which is one route's alone
        PlatformHttpEngine.class,
        RoutesBuilder.class
    };

    SharedBeans(ApplicationContext beans) {
        super(beans);
    }

    @Override
    public Object lookupByName(String name) {
        return visible(super.lookupByName(name));
    }

    @Override
    public <T> T lookupByNameAndType(String name, Class<T> type) {
        return visible(super.lookupByNameAndType(name, type));
    }

    @Override
    public <T> Map<String, T> findByTypeWithName(Class<T> type) {
        return super.findByTypeWithName(type).entrySet().stream()
                .filter(bean -> visible(bean.getValue()) != null)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public <T> T findSingleByType(Class<T> type) {
        return isHidden(type) ? null : visible(super.findSingleByType(type));
    }

    private static <T> T visible(T bean) {
        return bean == null || isHidden(bean.getClass()) ? null : bean;
    }

    private static boolean isHidden(Class<?> type) {
        return Stream.of(HIDDEN).anyMatch(hidden -> hidden.isAssignableFrom(type));
    }
}
