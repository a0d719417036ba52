package io.tollgate.console;

import io.tollgate.access.AccessConfiguration;
import io.tollgate.access.PersonalDataConfiguration;
import io.tollgate.alerts.AlertsOperatorConfiguration;
import io.tollgate.audit.AuditConfiguration;
import io.tollgate.inbox.OperatorsDatabase;
import io.tollgate.operations.OperationsConfiguration;
import io.tollgate.routing.CamelEventRouter;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;
import org.springframework.web.servlet.mvc.method.annotation.ExceptionHandlerExceptionResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;

/**
 * What operators see: in the context of their port, whose parent is the gateway's. Spring Boot imports it there. It asks for the inbox of
 * the gateway, and brings all else that it needs itself.
 */
@ManagementContextConfiguration(value = ManagementContextType.CHILD, proxyBeanMethods = false)
@Conditional(ConsoleConfiguration.OfAGateway.class)
@EnableWebMvc
@ComponentScan
@Import({
    OperatorsDatabase.class,
    OperationsConfiguration.class,
    AccessConfiguration.class,
    PersonalDataConfiguration.class,
    AuditConfiguration.class,
    AlertsOperatorConfiguration.class
})
class ConsoleConfiguration {
    /** Before that of the public port, which Spring Boot would ask first. */
    @Bean
    ExceptionHandlerExceptionResolver problemsResolver(RequestMappingHandlerAdapter adapter) {
        ExceptionHandlerExceptionResolver resolver = new ExceptionHandlerExceptionResolver();
        resolver.setMessageConverters(adapter.getMessageConverters());
        resolver.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return resolver;
    }

    /** One that routes, and not a part of it in a test. */
    static final class OfAGateway implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return BeanFactoryUtils.beanNamesForTypeIncludingAncestors(
                                    context.getBeanFactory(), CamelEventRouter.class, true, false)
                            .length
                    > 0;
        }
    }
}
