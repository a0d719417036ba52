package io.tollgate.embedded;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * PostgreSQL without a server: whoever owns its files is its superuser, and nobody can connect meanwhile.
 *
 * @param postgres the executable
 * @param cluster on which no server runs
 * @param log to which its output is appended
 */
record SingleUser(Path postgres, Path cluster, File log) {
    private static final int TIMEOUT_SECONDS = 120;

    /**
     * Runs statements in database {@code postgres}, each of which is committed; after a crash it recovers first.
     *
     * @param statements each ends with a semicolon, and has no empty line in it
     * @throws IOException with the last error in the log, when one fails
     */
    void run(String... statements) throws IOException {
        String[] command = {
            postgres.toString(), "--single", "-j", "-D", cluster.toString(), "-c", "exit_on_error=on", "postgres"
        };
        Process process = new ProcessBuilder(Unprivileged.command(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
        String input = String.join("\n\n", statements) + "\n\n";
        try (OutputStream out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            end(process);
            throw new IOException(StartCommand.lastError(log), e);
        }
        if (end(process) != 0) {
            throw new IOException(StartCommand.lastError(log));
        }
    }

    private static int end(Process process) throws IOException {
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
