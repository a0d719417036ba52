package io.tollgate.routing.format;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What became of one file.
 *
 * @param file its name in the folder
 * @param text in the canonical form; empty when there is a reason to leave it as it is
 * @param isChanged whether that is another text than the file has
 * @param reasons why it is left alone, with file, line and column, the way out in each; none when it is not
 */
public record Formatted(String file, String text, boolean isChanged, List<String> reasons) {
    static Formatted leftAlone(String file, List<String> reasons) {
        return new Formatted(file, "", false, reasons);
    }

    /**
     * Replaces the file, or that to which it is a link, at once: whoever reads it has the text of before or the new one. Its
     * permissions stay.
     *
     * @throws IOException when that may not be; then the file is as it was
     */
    public void write(Path folder) throws IOException {
        Path target = folder.resolve(file).toRealPath();
        // a name that no gateway reads
        Path written = Files.createTempFile(target.getParent(), ".", "~");
        try {
            Files.writeString(written, text);
            if (Files.getFileStore(target).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(
                        written, Files.getPosixFilePermissions(target, LinkOption.NOFOLLOW_LINKS));
            }
            Files.move(written, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
