package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a {@code kill -9} leaves behind, and a machine where PostgreSQL cannot run; in JVMs of their own. Only where there are
 * Unix signals.
 */
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(180)
class KilledGatewayIT {
    @TempDir
    Path data;

    @Test
    void theDatabaseIsTakenOverFromAKilledJvmWithAllItsRows() throws Exception {
        Process gateway =
                new ProcessBuilder(command()).redirectErrorStream(true).start();
        waitFor(gateway, "committed");
        ProcessHandle orphan = postgres();
        gateway.destroyForcibly().waitFor();
        assertThat(orphan.isAlive()).as("the orphan that this is about").isTrue();

        try (EmbeddedDatabase database = start()) {
            assertThat(EmbeddedDatabaseTest.query(database, "SELECT text FROM kept"))
                    .isEqualTo("committed");
            assertThat(orphan.isAlive()).isFalse();
        }
    }

    @Test
    void anOrphanThatIsStillBusyIsTakenOverToo() throws Exception {
        Process gateway =
                new ProcessBuilder(command()).redirectErrorStream(true).start();
        waitFor(gateway, "committed");
        new ProcessBuilder("kill", "-STOP", Long.toString(postgres().pid()))
                .start()
                .waitFor(5, TimeUnit.SECONDS);
        long frozen = postgres().pid();
        gateway.destroyForcibly().waitFor();
        new ProcessBuilder("sh", "-c", "sleep 2; kill -CONT " + frozen).start();

        try (EmbeddedDatabase database = start()) {
            assertThat(EmbeddedDatabaseTest.query(database, "SELECT text FROM kept"))
                    .isEqualTo("committed");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void rootWithoutUnshareIsToldTheWaysOut() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command()).redirectErrorStream(true);
        builder.environment().put("PATH", data.toString());
        Process gateway = builder.start();
        assertThat(new String(gateway.getInputStream().readAllBytes()))
                .contains("InvalidConfiguration")
                .contains("as root")
                .contains("another user")
                .contains("SPRING_DATASOURCE_URL");
    }

    private String[] command() {
        return new String[] {
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            OneRow.class.getName(),
            data.resolve("postgres").toString()
        };
    }

    private static void waitFor(Process process, String line) throws IOException {
        BufferedReader output = process.inputReader();
        StringBuilder seen = new StringBuilder();
        for (String next = output.readLine(); next != null; next = output.readLine()) {
            if (next.equals(line)) {
                return;
            }
            seen.append(next).append('\n');
        }
        throw new AssertionError(seen);
    }

    private ProcessHandle postgres() throws IOException {
        String pid = Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private EmbeddedDatabase start() {
        return EmbeddedDatabase.start(data.resolve("postgres"), EmbeddedDatabaseTest.BINARIES);
    }

    /** Commits a row, says so, and waits to be killed. */
    static final class OneRow {
        private OneRow() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]), EmbeddedDatabaseTest.BINARIES);
            EmbeddedDatabaseTest.execute(database, "CREATE TABLE kept AS SELECT 'committed' AS text");
            System.out.println("committed");
            Thread.currentThread().join();
        }
    }
}
