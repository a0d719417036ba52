package io.tollgate.text;

import java.util.Arrays;
import java.util.List;

/** Who has made an exception. */
final class Thrower {
    private static final String STEP = "org.apache.camel.processor.ThrowExceptionProcessor";
    private static final List<String> REFLECTION = List.of("java.", "jdk.", "sun.");

    private Thrower() {}

    /** Whether a step {@code throwException} has: its message is that of the route's author, quotes and all. */
    static boolean isAStep(Throwable failure) {
        return Arrays.stream(failure.getStackTrace())
                .map(StackTraceElement::getClassName)
                .dropWhile(name -> REFLECTION.stream().anyMatch(name::startsWith))
                .findFirst()
                .filter(STEP::equals)
                .isPresent();
    }
}
