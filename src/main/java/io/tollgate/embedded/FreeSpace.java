package io.tollgate.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What is left on the disk that a folder is on. */
record FreeSpace(Path folder) {
    /** A file of the broker's journal, or two of PostgreSQL's log, each of which is made as a whole. */
    static final long LOW_BYTES = 32L << 20;

    boolean isLow() throws IOException {
        return bytes() < LOW_BYTES;
    }

    private long bytes() throws IOException {
        return Files.getFileStore(folder).getUsableSpace();
    }

    String describe() throws IOException {
        return "The disk of " + folder.toAbsolutePath().normalize() + " is full (" + (bytes() >> 20)
                + " MB left): make room for " + (LOW_BYTES >> 20) + " MB and more, by deleting or moving other files"
                + " or by enlarging it; Tollgate then goes on by itself, and Stripe sends again what was answered 503";
    }
}
