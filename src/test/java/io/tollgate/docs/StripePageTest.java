package io.tollgate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.cli.Run;
import io.tollgate.support.RoutesFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flow that docs/stripe.md shows is sound, and its test does what it says. */
class StripePageTest {
    private static final String FLOW = "routes/meters.camel.yaml";
    private static final String TEST = """
            - name: A meter that is not active is not told
              event:
                id: evt_1
                object: v2.core.event
                type: v1.billing.meter.error_report_triggered
                livemode: false
                created: "2026-01-01T00:00:00.000Z"
                context: acct_1
                related_object: {id: mtr_1, type: billing.meter, url: /v1/billing/meters/mtr_1}
            """;

    @Test
    void theFlowAsksForItsMeter(@TempDir Path folder) throws IOException {
        Page page = Page.read("docs/stripe.md");
        String section = page.text().split("## Thin events and fetch before act")[1];
        String given = section.substring(section.indexOf("  given:"), section.indexOf("    - nothing else"));
        Path routes = RoutesFolder.copy(Path.of("routes"), folder.resolve("routes"));
        Files.writeString(routes.resolve("meters.camel.yaml"), page.blocks().get(FLOW));
        Files.writeString(
                routes.resolve("tests/meters.test.yaml"),
                TEST + given + "    - queue: billing.meters\n    - nothing else\n");

        Run check = Run.of(Map.of(), "check", routes.toString(), "--strict");
        Run test = Run.of(
                Map.of(),
                List.of("test", routes.toString(), "--only", "meters", "--tollgate.data=" + folder)
                        .toArray(String[]::new));

        assertThat(check.out()).as(check.err()).endsWith("no errors, no warnings\n");
        assertThat(test.exitCode()).as(test.out() + test.err()).isZero();
        assertThat(test.out()).contains("1 test, none fails");
    }
}
