package io.tollgate;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Folders and files that no other user of the machine may read or change, since payloads, mails, secrets and what is run
 * are in them. Root may, as everywhere. Where a file system has no Unix permissions, nothing is checked.
 */
public final class OwnerOnly {
    private static final Set<PosixFilePermission> OWNERS = PosixFilePermissions.fromString("rwx------");
    private static final int STICKY = 01000;
    private static final long ROOT = 0;

    private OwnerOnly() {}

    /**
     * Makes the folder, and those above it, for this user only. One that is there already is narrowed to that.
     *
     * @return a sentence when others could look into it, or change it, until now
     * @throws InvalidConfiguration when it belongs to another user, or is one that all share; says the way out
     * @throws IOException when it cannot be made
     */
    public static Optional<String> makeFolder(Path folder) throws IOException {
        Files.createDirectories(folder, permissions(folder, "rwx------"));
        if (!isPosix(folder)) {
            return Optional.empty();
        }
        requireOwner(folder, List.of(user()));
        if (((int) Files.getAttribute(folder, "unix:mode") & STICKY) != 0) {
            throw new InvalidConfiguration("All users of this machine share the folder " + folder
                    + ": set TOLLGATE_DATA (tollgate.data) to a folder of its own, which Tollgate makes.");
        }
        return narrow(folder);
    }

    /**
     * Makes the file, empty, or narrows the one that is there.
     *
     * @return as for a folder
     */
    public static Optional<String> makeFile(Path file) throws IOException {
        try {
            Files.createFile(file, permissions(file, "rw-------"));
            return Optional.empty();
        } catch (FileAlreadyExistsException e) {
            return isPosix(file) ? narrow(file) : Optional.empty();
        }
    }

    /**
     * Whoever could have written a secret knows it.
     *
     * @throws InvalidConfiguration when another user owns the file, if there is one, or could write it; says the way out
     */
    public static void requireUnplanted(Path file) throws IOException {
        if (!isPosix(file) || !Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        requireOwner(file, List.of(user()));
        if (Files.isSymbolicLink(file) || canOthersWrite(file)) {
            throw new InvalidConfiguration("Other users of this machine could have written " + file
                    + ", or it is a link: delete it, and Tollgate makes a new one.");
        }
    }

    /**
     * Finds what others have put into a folder before it was narrowed. What is root's is no danger.
     *
     * @throws InvalidConfiguration when another user owns something directly in it; says the way out
     */
    public static void requireOwnContent(Path folder) throws IOException {
        if (!isPosix(folder)) {
            return;
        }
        try (Stream<Path> content = Files.list(folder)) {
            for (Path path : content.toList()) {
                requireOwner(path, List.of(user(), ROOT));
            }
        }
    }

    /** Of a link, and of what it leads to. */
    private static void requireOwner(Path path, List<Long> owners) throws IOException {
        long owner = owner(path, LinkOption.NOFOLLOW_LINKS);
        if (owners.contains(owner) && Files.isSymbolicLink(path) && Files.exists(path)) {
            owner = owner(path);
        }
        if (!owners.contains(owner)) {
            throw new InvalidConfiguration(path + " belongs to another user (" + owner + "; Tollgate runs as " + user()
                    + "), who could read what is kept there or change what is run: start Tollgate as that user, or give"
                    + " it to this one (chown -R " + user() + " " + path
                    + ") if you trust what is in it, or set TOLLGATE_DATA (tollgate.data) to another folder.");
        }
    }

    private static long owner(Path path, LinkOption... options) throws IOException {
        return ((Integer) Files.getAttribute(path, "unix:uid", options)).longValue();
    }

    private static long user() {
        return new UnixSystem().getUid();
    }

    private static boolean canOthersWrite(Path path) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        return permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE);
    }

    private static Optional<String> narrow(Path path) throws IOException {
        Set<PosixFilePermission> before = Files.getPosixFilePermissions(path);
        if (OWNERS.containsAll(before)) {
            return Optional.empty();
        }
        Set<PosixFilePermission> after = new HashSet<>(before);
        after.retainAll(OWNERS);
        Files.setPosixFilePermissions(path, after);
        return Optional.of(
                "Other users of this machine could open " + path + " (" + PosixFilePermissions.toString(before)
                        + "); from now on only its owner can (" + PosixFilePermissions.toString(after) + ")");
    }

    /** Of a file or folder that is made; none where there are no such permissions. */
    public static FileAttribute<?>[] permissions(Path path, String permissions) {
        if (!isPosix(path)) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    private static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("unix");
    }
}
