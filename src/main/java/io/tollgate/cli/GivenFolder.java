package io.tollgate.cli;

import java.io.File;
import java.nio.file.Path;

/** A folder of routes as it was given; what is in it is named as seen from where the command runs, which is the repository in a CI. */
record GivenFolder(Path folder) {
    /**
     * With slashes. What is not below the folder where the command runs has its whole path.
     *
     * @param file relative to the folder
     */
    String path(String file) {
        Path whole = whole(file);
        Path here = here();
        return (whole.startsWith(here) ? here.relativize(whole) : whole)
                .toString()
                .replace(File.separatorChar, '/');
    }

    /** The same as a URI: relative, or {@code file:///…}. */
    String uri(String file) {
        return here().toUri().relativize(whole(file).toUri()).toString();
    }

    private Path whole(String file) {
        return folder.resolve(file).toAbsolutePath().normalize();
    }

    private static Path here() {
        return Path.of("").toAbsolutePath().normalize();
    }
}
