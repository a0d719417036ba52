package io.tollgate.embedded;

import io.tollgate.InvalidConfiguration;
import io.tollgate.OwnerOnly;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder that everything embedded lives under. While it is open, no other gateway can open it. */
final class DataFolder implements AutoCloseable {
    private static final String OTHER_FOLDER = "set TOLLGATE_DATA (tollgate.data) to another folder";

    private static final Logger log = LoggerFactory.getLogger(DataFolder.class);

    private final Path path;
    private final FileChannel lock;

    private DataFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the folder if it is missing and locks it until {@link #close}, or until this JVM ends in any way.
     *
     * @throws InvalidConfiguration when it cannot be written, or another gateway has it open
     */
    static DataFolder open(Path path) {
        create(path).ifPresent(log::warn);
        FileChannel channel = null;
        try {
            Path file = path.resolve(".lock");
            OwnerOnly.makeFile(file);
            channel = FileChannel.open(file, StandardOpenOption.WRITE);
            if (tryLock(channel) != null) {
                return new DataFolder(path, channel);
            }
            channel.close();
        } catch (IOException e) {
            throw notWritable(path, e);
        }
        throw new InvalidConfiguration("Another Tollgate is running on the data folder " + path.toAbsolutePath()
                + ": stop it, or " + OTHER_FOLDER + " (and SERVER_PORT, MANAGEMENT_SERVER_PORT and the ports under"
                + " tollgate.embedded to free ones).");
    }

    /**
     * Makes it for this user only, since payloads and mails will be in it; narrows one that is there already.
     *
     * @return a sentence when it was narrowed
     * @throws InvalidConfiguration when it is missing and cannot be made, is not a folder, or it or something in it belongs
     *     to another user
     */
    static Optional<String> create(Path path) {
        try {
            Optional<String> narrowed = OwnerOnly.makeFolder(path);
            OwnerOnly.requireOwnContent(path);
            return narrowed;
        } catch (IOException e) {
            throw notWritable(path, e);
        }
    }

    /** Made for this user only, whatever the umask is. */
    private Path folder(String name) {
        Path folder = path.resolve(name);
        try {
            OwnerOnly.makeFolder(folder).ifPresent(log::warn);
            return folder;
        } catch (IOException e) {
            throw notWritable(path, e);
        }
    }

    static InvalidConfiguration notWritable(Path path, IOException cause) {
        String why = Files.exists(path) && !Files.isDirectory(path) ? "is not a folder" : "cannot be written";
        return new InvalidConfiguration(
                "The data folder " + path.toAbsolutePath().normalize() + " " + why + " ("
                        + cause.getClass().getSimpleName() + "): make it a folder that the user "
                        + System.getProperty("user.name") + " can write, or " + OTHER_FOLDER + ".",
                cause);
    }

    private static FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // by this very JVM
        }
    }

    Path postgres() {
        return path.resolve("postgres");
    }

    Path activemq() {
        return folder("activemq");
    }

    Path mail() {
        return folder("mail");
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
