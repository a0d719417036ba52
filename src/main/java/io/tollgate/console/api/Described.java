package io.tollgate.console.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.http.MediaType;

/** What the document of the API says of a method of a controller, as far as the method does not say it itself. Each of them has it. */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@interface Described {
    /** In one line. */
    String value();

    /** Parameters of the query: names that {@link QueryWords} knows, or {@code name: what it means here}. */
    String[] query() default {};

    /** What the body is read as. */
    Class<?> body() default Void.class;

    /** What is answered, where the method's type does not say it; {@code Object} for any JSON. */
    Class<?> answer() default Void.class;

    int status() default 200;

    String media() default MediaType.APPLICATION_JSON_VALUE;

    /** Whether it is done once for each header {@code Idempotency-Key}. */
    boolean key() default false;

    /** Statuses of problems, beside those that each method may answer. */
    int[] errors() default {};
}
