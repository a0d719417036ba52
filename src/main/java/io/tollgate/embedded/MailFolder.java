package io.tollgate.embedded;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;

/** Mails as files. A mail is either there as a whole, or not at all. */
final class MailFolder {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private final Path directory;
    private final Clock clock;

    MailFolder(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** Makes the folder, and removes what a killed gateway was just writing. */
    void open() {
        try {
            Files.createDirectories(directory);
            try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(directory, "*.tmp")) {
                for (Path file : unfinished) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new InvalidConfiguration(
                    "The folder for mails, " + directory + ", cannot be written: make it writable, or set"
                            + " TOLLGATE_DATA (tollgate.data) to another folder.",
                    e);
        }
    }

    /** Once this returns, the mail survives a crash. File names sort by time of arrival. */
    Path keep(InputStream mail) throws IOException {
        String name = TIME.format(clock.instant()) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        Path temporary = directory.resolve(name + ".tmp");
        try (FileChannel file = FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            mail.transferTo(Channels.newOutputStream(file));
            file.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        Path kept = Files.move(temporary, directory.resolve(name + ".eml"), StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
        return kept;
    }

    private void syncFolder() throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }
}
