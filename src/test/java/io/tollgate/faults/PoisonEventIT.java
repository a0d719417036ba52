package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.tollgate.support.GatewayProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Events whose flow takes its thread, or the whole process, down: they end DEAD, and no other event with them. */
@Timeout(600)
class PoisonEventIT {
    private static final int ATTEMPTS = 3;
    /** Taken for the first time it counts no attempt. */
    private static final int CRASHES = ATTEMPTS + 1;
    /** A deadline that a good flow keeps on a machine that is busy, too. */
    private static final List<String> SETTINGS = List.of(
            "--tollgate.relay.lease=16s",
            "--tollgate.relay.deadline=10s",
            "--tollgate.relay.grace=5s",
            "--tollgate.relay.broker-timeout=5s",
            "--tollgate.relay.retry.max-attempts=" + ATTEMPTS,
            "--tollgate.relay.retry.first-delay=1s");

    private static final Path POISON = Path.of("src/test/resources/poison");

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void anErrorAndAHaltedProcessEndDeadAlone() throws Exception {
        try (Installation installation = new Installation(directory)) {
            GatewayProcess gateway = poisoned(installation);
            gateway.start();
            Load load = new Load("poison", gateway::port).start(50);
            try (Supervisor supervisor = new Supervisor(gateway)) {
                awaitRouted(installation, 300);
                load.send("evt_deep", Poison.DEEP);
                load.send("evt_unlinked", Poison.UNLINKED);
                awaitDead(installation, 2);
                load.send("evt_halt", Poison.HALT);
                awaitDead(installation, 3);
                assertThat(supervisor.restarts()).as("restarts").isEqualTo(CRASHES);
                gateway.awaitReady();
            }
            settled(installation, load, "a flow throws an `Error`, another halts the JVM, until they are dead")
                    .dies("evt_deep", "evt_unlinked", "evt_halt")
                    .repeatsAtMost(CRASHES * Installation.IN_FLIGHT);
            assertThat(gateway.output())
                    .contains("evt_deep poison.deep is dead after 3 attempts: ")
                    .contains("evt_unlinked poison.unlinked is dead after 3 attempts: ")
                    .contains("evt_halt poison.halt is dead: the gateway stopped while routing it");
        }
    }

    @Test
    void aFlowThatNeverEndsEndsDeadAlone() throws Exception {
        try (Installation installation = new Installation(directory)) {
            GatewayProcess gateway = poisoned(installation);
            gateway.start();
            Load load = new Load("endless", gateway::port).start(50);
            awaitRouted(installation, 300);
            load.send("evt_endless", Poison.ENDLESS);
            awaitDead(installation, 1);
            long routed = installation.query("SELECT count(*) FROM tollgate.inbox WHERE status = 'ROUTED'");
            awaitRouted(installation, routed + 300);
            settled(installation, load, "a flow burns CPU for ever")
                    .dies("evt_endless")
                    .repeatsAtMost(0);
            installation.alerts().awaitBegan("dead-events");
            installation.execute("UPDATE tollgate.inbox SET status = 'ROUTED' WHERE status = 'DEAD'");
            installation.alerts().mustHaveToldOnce("dead-events");
        }
    }

    private static GatewayProcess poisoned(Installation installation) throws IOException {
        GatewayProcess gateway = installation.gateway(SETTINGS);
        Path routes = installation.routesOf(gateway);
        Files.copy(POISON.resolve("poison.camel.yaml"), routes.resolve("poison.camel.yaml"));
        Files.writeString(routes.resolve("event-types.txt"), "\npoison.endless\n", StandardOpenOption.APPEND);
        Path router = routes.resolve("router.camel.yaml");
        String otherwise = "            otherwise:\n";
        assertThat(Files.readString(router)).contains(otherwise);
        Files.writeString(
                router,
                Files.readString(router).replace(otherwise, Files.readString(POISON.resolve("when.yaml")) + otherwise));
        return gateway;
    }

    private static void awaitRouted(Installation installation, long count) {
        await("the load is routed")
                .atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        installation.query("SELECT count(*) FROM tollgate.inbox WHERE status = 'ROUTED'") >= count);
    }

    private static void awaitDead(Installation installation, int count) {
        await(count + " are dead")
                .atMost(Duration.ofSeconds(240))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> installation.query("SELECT count(*) FROM tollgate.inbox WHERE status = 'DEAD'") >= count);
    }

    private record Outcome(Ledger ledger) {
        Outcome dies(String... ids) {
            assertThat(ledger.dead()).containsExactlyInAnyOrder(ids);
            return this;
        }

        void repeatsAtMost(int messages) {
            assertThat(ledger.duplicates()).isLessThanOrEqualTo(messages);
        }
    }

    private static Outcome settled(Installation installation, Load load, String fault) throws Exception {
        load.close();
        installation.awaitSettled(Duration.ofSeconds(120));
        return new Outcome(Ledger.of(installation, load).print(fault).mustBalance());
    }
}
