package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.tollgate.support.RoutesFolder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What a flow logs at INFO is seen, under a name that says which flow it was. */
@ExtendWith(OutputCaptureExtension.class)
class FlowLogTest {
    private static final String ROUTER = """
            - route:
                id: router
                description: Says what it does
                from:
                  uri: direct:router
                  steps:
                    - log: short form
                    - log: {id: named, message: "for ${header.stripeEventId}", logName: erp.own}
                    - log: {id: quiet, message: not this, loggingLevel: DEBUG}
                    - to: {id: to-shipping, uri: direct:shipping}
            - route:
                id: shipping
                description: Another route
                from:
                  uri: direct:shipping
                  steps:
                    - choice:
                        id: choice
                        when:
                          - id: always
                            simple: "${header.stripeEventId} != null"
                            steps:
                              - log: {id: inside, message: "long form", loggingLevel: WARN}
            """;

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private Flows flows;

    @BeforeEach
    void start() throws Exception {
        flows = new Flows(directory.resolve("broker"), Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        flows.close();
    }

    @Test
    void isSeenAndNamesItsRoute(CapturedOutput output) throws Exception {
        flows.load(RoutesFolder.of(directory.resolve("routes"), ROUTER));

        flows.route(Flows.event("evt_1", "invoice.paid", "{}"));

        assertThat(output.getOut().lines().filter(line -> line.contains("INFO") || line.contains("form")))
                .anyMatch(line -> line.contains("INFO") && line.contains("flow.router short form"))
                .anyMatch(line -> line.contains("WARN") && line.contains("flow.shipping long form"))
                .noneMatch(line -> line.contains("not this") || line.contains("for evt_1"));
    }

    /** As {@code logging.level} sets them. */
    @Test
    void aLevelTurnsItOffAndWhatHasANameOfItsOwnOn(CapturedOutput output) throws Exception {
        flows.load(RoutesFolder.of(directory.resolve("routes"), ROUTER));
        Logger router = (Logger) LoggerFactory.getLogger("io.tollgate.flow.router");
        Logger own = (Logger) LoggerFactory.getLogger("erp.own");
        router.setLevel(Level.WARN);
        own.setLevel(Level.INFO);
        try {
            flows.route(Flows.event("evt_1", "invoice.paid", "{}"));
        } finally {
            router.setLevel(null);
            own.setLevel(null);
        }

        assertThat(output).doesNotContain("short form").contains("long form", "erp.own for evt_1");
    }
}
