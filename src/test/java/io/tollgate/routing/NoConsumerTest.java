package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.support.RoutesFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A {@code direct:} at which no route starts fails at once: to wait for one would hold a relay thread up to its deadline. */
class NoConsumerTest {
    private static final String ROUTER = """
            - route:
                id: router
                description: Calls a flow
                from:
                  uri: direct:router
                  steps:
                    - choice:
                        id: which
                        when:
                          - id: here
                            expression: {simple: {expression: "${header.stripeEventType} == 'invoice.paid'"}}
                            steps:
                              - to: {id: to-paid, uri: direct:invoice.paid}
                        otherwise:
                          id: any
                          steps:
                            - toD: {id: to-flow, uri: "direct:${header.stripeEventType}"}
            - route:
                id: paid
                description: Says so
                precondition: "{{enable.payments:false}}"
                from:
                  uri: direct:invoice.paid
                  steps:
                    - log: {id: say, message: paid}
            """;

    @TempDir(cleanup = CleanupMode.NEVER)
    private Path directory;

    private Flows flows;

    @BeforeEach
    void start() throws Exception {
        flows = new Flows(directory.resolve("broker"), Map.of());
        flows.loadUnchecked(RoutesFolder.of(directory.resolve("routes"), ROUTER));
    }

    @AfterEach
    void stop() throws Exception {
        flows.close();
    }

    private void failsAtOnce(String type) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> flows.route(Flows.event("evt_1", type, "{}"))).hasStackTraceContaining(type);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aNameThatIsMadeOfTheEvent() {
        failsAtOnce("invoice.created");
    }

    @Test
    void aRouteThatItsPreconditionLeavesOut() {
        failsAtOnce("invoice.paid");
    }
}
