package io.tollgate;

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

    ReadyLine(Environment environment) {
        this.environment = environment;
    }

    @EventListener(ApplicationReadyEvent.class)
    void print() {
        log.info(
                "Tollgate is ready: Stripe posts to /webhooks/stripe on port {}, health and metrics are on port {}",
                environment.getProperty("local.server.port"),
                environment.getProperty("local.management.port", "-"));
    }
}
