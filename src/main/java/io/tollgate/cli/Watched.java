package io.tollgate.cli;

import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.check.InvalidRouteSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntSupplier;
import java.util.stream.Stream;

/** Does something again whenever a file of a folder of routes, or of its tests, is another one. */
record Watched(Path routes) {
    private static final long LOOK_NANOS = 500_000_000;

    /** Until the thread is interrupted; a process is stopped by Ctrl-C. */
    int run(IntSupplier work) {
        int result = 0;
        String seen = "";
        while (!Thread.interrupted()) {
            String now = state();
            if (!now.equals(seen)) {
                seen = now;
                result = work.getAsInt();
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return result;
    }

    private String state() {
        StringBuilder state = new StringBuilder();
        try {
            state.append(RouteSetLoader.snapshot(routes).hash());
        } catch (InvalidRouteSet e) {
            state.append(e.getMessage());
        }
        try (Stream<Path> tests = Files.walk(routes.resolve("tests"))) {
            for (Path file : tests.filter(Files::isRegularFile).sorted().toList()) {
                state.append(file)
                        .append(new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.UTF_8));
            }
        } catch (IOException | java.io.UncheckedIOException e) {
            state.append(e.getMessage());
        }
        return state.toString();
    }
}
