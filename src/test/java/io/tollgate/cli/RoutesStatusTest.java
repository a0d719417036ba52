package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.inbox.Gateways.Gateway;
import io.tollgate.inbox.RouteSets.Decision;
import io.tollgate.inbox.RouteSets.Result;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoutesStatusTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private static Gateway gateway(String name, String routes) {
        return new Gateway(name, NOW, NOW, "1", routes, List.of(), List.of());
    }

    private static Decision decision(String gateway, Result result) {
        return new Decision(gateway, NOW.minusSeconds(180), "def", result, List.of("a.camel.yaml:1:1: error: x"));
    }

    private static String printed(List<Gateway> gateways, List<Decision> decisions) {
        StringWriter text = new StringWriter();
        new RoutesStatus(new PrintWriter(text, true)).print(gateways, decisions, NOW);
        return text.toString();
    }

    @Test
    void nothingIsSaidWhenAllIsWell() {
        assertThat(printed(
                        List.of(gateway("a:1", "abc"), gateway("b:1", "abc")), List.of(decision("a:1", Result.TAKEN))))
                .isEmpty();
    }

    @Test
    void gatewaysThatDifferAndSetsThatWereRefusedAreTold() {
        assertThat(printed(
                        List.of(gateway("a:1", "abc"), gateway("b:1", "xyz"), gateway("older:1", null)),
                        List.of(decision("a:1", Result.REFUSED), decision("gone:1", Result.REFUSED))))
                .isEqualTo("""
                        the gateways run different routes: see the column routes
                        routes def were refused by a:1 3 min ago:
                          a.camel.yaml:1:1: error: x
                        """);
    }
}
