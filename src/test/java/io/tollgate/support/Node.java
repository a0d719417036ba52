package io.tollgate.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs scripts in Node, for what other implementations of Stripe's and the broker's protocols say. */
public final class Node {
    private static final String REQUIRED = "TOLLGATE_REQUIRE_NODE";

    private Node() {}

    /** Whether {@code node} and {@code npm} are on the path. */
    public static boolean available() {
        return answers("node") && answers("npm");
    }

    /** Skips the calling test without Node; fails it when TOLLGATE_REQUIRE_NODE=true. */
    public static void assume() {
        if (available()) {
            return;
        }
        assertThat(System.getenv(REQUIRED))
                .as("Node and npm are missing, and " + REQUIRED + " asks for them")
                .isNotEqualTo("true");
        assumeTrue(false, "Node and npm are missing: install Node 20 or newer to run this test");
    }

    /** Installs what the folder's package-lock.json names, unless its node_modules is there already. */
    public static void npmCi(Path dir) throws IOException, InterruptedException {
        if (Files.exists(dir.resolve("node_modules/.package-lock.json"))) {
            return;
        }
        Process npm = new ProcessBuilder(command("npm"), "ci", "--no-audit", "--no-fund")
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        boolean ended = npm.waitFor(3, TimeUnit.MINUTES);
        npm.destroyForcibly();
        assertThat(ended && npm.exitValue() == 0).as("npm ci in " + dir).isTrue();
    }

    /** Starts {@code node args…} in the folder; its standard error goes to the test's. The caller ends it. */
    public static Process start(Path dir, String... args) throws IOException {
        List<String> line = new ArrayList<>(List.of(command("node")));
        line.addAll(List.of(args));
        return new ProcessBuilder(line)
                .directory(dir.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static boolean answers(String program) {
        try {
            Process version = new ProcessBuilder(command(program), "--version")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return version.waitFor(30, TimeUnit.SECONDS) && version.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String command(String program) {
        return File.separatorChar == '\\' && program.equals("npm") ? "npm.cmd" : program;
    }
}
