package io.tollgate.faults;

import io.tollgate.support.GatewayProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** The time of day of one gateway, which can jump while it runs; waits stay what they are. Made by libfaketime. */
final class FakeClock {
    private static final Path LIBRARIES = Path.of("/usr/lib");

    private final Path file;
    private volatile Duration offset = Duration.ZERO;

    /** @param file is written, and read by the gateway */
    FakeClock(Path file) {
        this.file = file;
    }

    /** Skips the calling test without libfaketime; fails it when TOLLGATE_REQUIRE_FAKETIME=true. */
    static void assume() throws IOException {
        Surroundings.assume(
                library().isPresent(),
                "TOLLGATE_REQUIRE_FAKETIME",
                "libfaketime is missing: install Debian's package faketime to run this test");
    }

    private static Optional<Path> library() throws IOException {
        if (!Files.exists(LIBRARIES)) {
            return Optional.empty();
        }
        try (Stream<Path> files = Files.find(
                LIBRARIES, 3, (path, attributes) -> path.endsWith(Path.of("faketime", "libfaketimeMT.so.1")))) {
            return files.findFirst();
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    /** For a gateway that is not started yet. */
    void setFor(GatewayProcess gateway) throws IOException {
        jump(offset);
        gateway.withEnvironment("LD_PRELOAD", library().orElseThrow().toString())
                .withEnvironment("FAKETIME_TIMESTAMP_FILE", file.toString())
                .withEnvironment("FAKETIME_CACHE_DURATION", "1")
                .withEnvironment("FAKETIME_DONT_FAKE_MONOTONIC", "1")
                // else each timed wait of the JVM spins
                .withEnvironment("FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    /**
     * Takes effect within a second.
     *
     * @param next what the clock is ahead of the right time from then on; negative: behind
     */
    void jump(Duration next) throws IOException {
        Path written = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(written, (next.isNegative() ? "-" : "+") + next.abs().toSeconds() + "\n");
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
        offset = next;
    }

    /** What the gateway takes for the time. */
    Instant now() {
        return Instant.now().plus(offset);
    }
}
