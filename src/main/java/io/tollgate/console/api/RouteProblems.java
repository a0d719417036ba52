package io.tollgate.console.api;

import io.tollgate.operations.NoSuchRoutes;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Why nothing is said of routes, or done with them. */
@RestControllerAdvice(assignableTypes = {RoutesApi.class, RouteChangesApi.class})
@Order(Ordered.HIGHEST_PRECEDENCE)
class RouteProblems {
    private static final Logger log = LoggerFactory.getLogger(RouteProblems.class);

    @ExceptionHandler
    ProblemDetail unknown(NoSuchRoutes e) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.NOT_FOUND,
                "This gateway has kept no such set, or more than one that begins so: " + RoutesApi.PATH
                        + " has them. It keeps a set when it takes or refuses it.");
    }

    @ExceptionHandler
    ProblemDetail notThere(IOException e) {
        log.warn("The folder of routes, or the data folder, could not be read or written: {}", e.toString());
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.CONFLICT,
                "The folder of routes, or the data folder, cannot be read or written, as the gateway's log says. Let the gateway's"
                        + " user do so; what is mounted read-only is changed where it comes from.");
    }
}
