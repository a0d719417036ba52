package io.tollgate.embedded;

import io.tollgate.InvalidConfiguration;
import io.tollgate.OwnerOnly;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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
import java.util.Set;
import java.util.UUID;

/** Mails as files. A mail is either there as a whole, or not at all. */
final class MailFolder {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSSSS'Z'").withZone(ZoneOffset.UTC);
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    private final Path directory;
    private final Clock clock;

    MailFolder(Path directory, Clock clock) {
        this.directory = directory;
        this.clock = clock;
    }

    /** Makes the folder, and removes what a killed gateway was just writing. */
    void open() {
        try {
            OwnerOnly.makeFolder(directory);
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

    /**
     * Once this returns, the mail survives a crash. File names sort by time of arrival.
     *
     * @throws TooLarge when it has more bytes than that
     */
    Path keep(InputStream mail, long mostBytes) throws IOException {
        String name = TIME.format(clock.instant()) + "-"
                + UUID.randomUUID().toString().substring(0, 8);
        Path temporary = directory.resolve(name + ".tmp");
        try (FileChannel file = FileChannel.open(temporary, NEW, OwnerOnly.permissions(temporary, "rw-------"))) {
            copy(mail, Channels.newOutputStream(file), mostBytes);
            file.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(temporary);
            throw e;
        }
        Path kept = Files.move(temporary, directory.resolve(name + ".eml"), StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
        return kept;
    }

    private static void copy(InputStream mail, OutputStream file, long mostBytes) throws IOException {
        byte[] buffer = new byte[8192];
        long bytes = 0;
        for (int read = mail.read(buffer); read >= 0; read = mail.read(buffer)) {
            bytes += read;
            if (bytes > mostBytes) {
                throw new TooLarge();
            }
            file.write(buffer, 0, read);
        }
    }

    /** Nothing of such a mail is kept. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1L;
    }

    private void syncFolder() throws IOException {
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel folder = FileChannel.open(directory, StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }
}
