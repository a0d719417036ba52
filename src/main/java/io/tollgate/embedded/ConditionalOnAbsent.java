package io.tollgate.embedded;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Only when the property is not given; an empty one counts as not given. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Conditional(ConditionalOnAbsent.Absent.class)
@interface ConditionalOnAbsent {
    String value();

    /** Looks the property up. */
    class Absent implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            String property =
                    metadata.getAnnotations().get(ConditionalOnAbsent.class).getString("value");
            return !StringUtils.hasText(context.getEnvironment().getProperty(property));
        }
    }
}
