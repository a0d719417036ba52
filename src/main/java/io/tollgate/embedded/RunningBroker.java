package io.tollgate.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The embedded broker of a gateway that runs now, in another process. */
public final class RunningBroker {
    private RunningBroker() {}

    /**
     * @param openwirePort as it is set for that gateway
     * @return its URL; empty when none has ever run on that data folder
     */
    public static Optional<String> url(Path dataFolder, int openwirePort) {
        return Files.isDirectory(dataFolder.resolve("activemq"))
                ? Optional.of("tcp://127.0.0.1:" + openwirePort)
                : Optional.empty();
    }
}
