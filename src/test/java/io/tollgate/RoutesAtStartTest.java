package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.mock.env.MockEnvironment;

class RoutesAtStartTest {
    private final CompletableFuture<Optional<String>> decision = new CompletableFuture<>();
    private final RoutesAtStart routes = () -> decision;
    private final List<Optional<String>> told = new CopyOnWriteArrayList<>();

    @Test
    void areToldOnceTheyAreDecided() {
        routes.tell(Duration.ofMinutes(1), told::add);
        assertThat(told).isEmpty();
        decision.complete(Optional.of("refused"));
        assertThat(told).containsExactly(Optional.of("refused"));
    }

    @Test
    void areNotWaitedForForEver() {
        routes.tell(Duration.ofMillis(1), told::add);
        await().until(() -> !told.isEmpty());
        assertThat(told.get(0)).get().asString().contains("not in effect yet");
        assertThat(decision).isNotDone();
    }

    @Test
    void areInTheLineOfAGatewayThatIsReady() {
        ReadyLine line = new ReadyLine(new MockEnvironment().withProperty("local.server.port", "80"), routes);
        assertThat(line.text(Optional.empty())).endsWith("on port -");
        assertThat(line.text(Optional.of("refused: mend them"))).endsWith("; its routes are refused: mend them");
    }
}
