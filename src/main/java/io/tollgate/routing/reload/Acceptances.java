package io.tollgate.routing.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Which set was refused for what its rehearsal has shown, and which one takes effect all the same since an operator says so: a file
 * each beside the sets that are kept, with a hash. So both hold over a restart.
 */
final class Acceptances {
    private static final String ACCEPTED = "accepted";
    private static final String NEWLY_FAILS = "newly-fails";

    private final Path folder;

    /** @param folder of the sets that are kept */
    Acceptances(Path folder) {
        this.folder = folder;
    }

    void accept(String hash) throws IOException {
        write(ACCEPTED, hash);
    }

    boolean isAccepted(String hash) {
        return holds(ACCEPTED, hash);
    }

    void refuse(String hash) throws IOException {
        write(NEWLY_FAILS, hash);
    }

    boolean isRefused(String hash) {
        return holds(NEWLY_FAILS, hash);
    }

    void forgetRefused() {
        folder.resolve(NEWLY_FAILS).toFile().delete();
    }

    /** A file that cannot be read says nothing. */
    private boolean holds(String name, String hash) {
        try {
            Path file = folder.resolve(name);
            return Files.exists(file) && Files.readString(file).strip().equals(hash);
        } catch (IOException e) {
            return false;
        }
    }

    private void write(String name, String hash) throws IOException {
        Path written = Files.createTempFile(folder, name, ".tmp");
        Files.writeString(written, hash);
        Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
