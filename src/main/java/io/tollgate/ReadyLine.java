package io.tollgate;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.annotation.Profile;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** One line for the operator once everything runs. */
@Component
@Profile("!embedded")
class ReadyLine {
    private static final Logger log = LoggerFactory.getLogger(ReadyLine.class);

    private final Environment environment;
    private final RoutesAtStart routes;

    ReadyLine(Environment environment, RoutesAtStart routes) {
        this.environment = environment;
        this.routes = routes;
    }

    @EventListener(ApplicationReadyEvent.class)
    void print() {
        routes.tell(RoutesAtStart.LONGEST_WAIT, said -> log.info("{}", text(said)));
    }

    /** @param ofRoutes what is wrong with them */
    String text(Optional<String> ofRoutes) {
        return "Tollgate is ready: Stripe posts to /webhooks/stripe on port "
                + environment.getProperty("local.server.port") + ", health and metrics are on port "
                + environment.getProperty("local.management.port", "-")
                + ofRoutes.map(sentence -> "; its routes are " + sentence).orElse("");
    }
}
