package io.tollgate.embedded;

import io.tollgate.OwnerOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * The embedded broker of a gateway that runs now, in another process: the gateway notes it in the file {@code activemq-address}
 * of its data folder. A gateway that was killed leaves its note behind; then nobody answers there, or a broker with another id.
 *
 * @param url such as {@code tcp://127.0.0.1:61616}
 * @param id as the broker itself tells it to who connects; another one after each start
 */
public record RunningBroker(String url, String id) {
    private static final String DIRECTORY = "activemq";

    /** @return empty when none runs on that data folder, nor was killed on it */
    public static Optional<RunningBroker> on(Path dataFolder) {
        try {
            List<String> lines = Files.readAllLines(file(dataFolder.resolve(DIRECTORY)));
            return lines.size() == 2 && lines.get(0).matches("tcp://127\\.0\\.0\\.1:\\d{1,5}")
                    ? Optional.of(new RunningBroker(lines.get(0), lines.get(1)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** @param directory of the broker's messages; the note is beside it */
    void note(Path directory) throws IOException {
        Path written = directory.resolveSibling(file(directory).getFileName() + ".tmp");
        OwnerOnly.makeFile(written);
        Files.writeString(written, url + "\n" + id + "\n");
        Files.move(written, file(directory), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    static void forget(Path directory) throws IOException {
        Files.deleteIfExists(file(directory));
    }

    private static Path file(Path directory) {
        return directory.resolveSibling(directory.getFileName() + "-address");
    }
}
