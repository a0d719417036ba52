package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A file that an option names. */
final class GivenFile {
    private GivenFile() {}

    /**
     * @param file - for standard input
     * @param what is in it, as the sentence calls it
     * @throws InvalidConfiguration when it cannot be read; names the option
     */
    static byte[] read(String file, String what, String option) {
        try {
            return file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        } catch (IOException | InvalidPathException e) {
            throw new InvalidConfiguration(
                    "Cannot read " + what + " in " + name(file) + " ("
                            + e.getClass().getSimpleName() + "): give " + option
                            + " a file that you can read, or - for standard input.",
                    e);
        }
    }

    static String name(String file) {
        return file.equals("-") ? "standard input" : file;
    }
}
