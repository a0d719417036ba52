package io.tollgate.routing.reload;

import io.tollgate.InvalidConfiguration;
import io.tollgate.OwnerOnly;
import io.tollgate.routing.check.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * The last route sets, each in a folder of its own below {@code <data>/routes}, named by its hash: what runs reads its
 * templates there, whatever becomes of the folder that is edited. The last 20 that were taken are kept, the file {@code
 * taken} names them, and the last 5 others, which were refused. {@code last-good} names the set to start with when the folder
 * that is edited is refused. A crash in between leaves the name of the set before. Routes are code and may hold
 * passwords, so no other user can open the folder.
 */
public final class KeptRoutes {
    private static final Logger log = LoggerFactory.getLogger(KeptRoutes.class);
    private static final String LAST_GOOD = "last-good";
    private static final String TAKEN = "taken";
    private static final String UNFINISHED = ".tmp";
    private static final int MOST_TAKEN = 20;
    private static final int MOST_REFUSED = 5;

    private final Path folder;
    private final Clock clock;

    KeptRoutes(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Where the files of the snapshot are from now on. */
    Path keep(Snapshot snapshot) throws IOException {
        guard();
        Path kept = folder.resolve(snapshot.hash());
        if (!isWhole(kept)) {
            FileSystemUtils.deleteRecursively(kept);
            write(snapshot, kept);
        }
        Files.setLastModifiedTime(kept, FileTime.from(clock.instant()));
        return kept;
    }

    /** Whoever can put a set here runs code. */
    private void guard() throws IOException {
        try {
            OwnerOnly.makeFolder(folder).ifPresent(log::warn);
            OwnerOnly.requireOwnContent(folder);
        } catch (InvalidConfiguration e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private void write(Snapshot snapshot, Path kept) throws IOException {
        Path unfinished = Files.createTempDirectory(folder, snapshot.hash());
        try {
            snapshot.writeTo(unfinished.resolve("routes"));
            Files.move(unfinished.resolve("routes"), kept, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // another gateway with the same data folder may have been quicker
            if (!isWhole(kept)) {
                throw e;
            }
        } finally {
            FileSystemUtils.deleteRecursively(unfinished);
        }
    }

    /**
     * It was taken.
     *
     * @param inUse what must not be forgotten
     */
    void markGood(String hash, Set<String> inUse) throws IOException {
        List<String> taken = new ArrayList<>(taken());
        taken.remove(hash);
        taken.add(hash);
        write(TAKEN, String.join("\n", taken.subList(Math.max(0, taken.size() - MOST_TAKEN), taken.size())));
        write(LAST_GOOD, hash);
        forgetOld(inUse);
    }

    private void write(String name, String text) throws IOException {
        Path written = Files.createTempFile(folder, name, UNFINISHED);
        Files.writeString(written, text);
        Files.move(written, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The hashes of the sets that were taken, the last one last. */
    List<String> taken() throws IOException {
        Path names = folder.resolve(TAKEN);
        return Files.exists(names) ? Files.readAllLines(names) : List.of();
    }

    /** Empty when there is none, or no longer as it was kept. */
    Optional<Path> lastGood() throws IOException {
        Path name = folder.resolve(LAST_GOOD);
        if (!Files.exists(name)) {
            return Optional.empty();
        }
        guard();
        String hash = Files.readString(name).strip();
        return Optional.of(hash)
                .filter(text -> text.matches("[0-9a-f]+"))
                .map(folder::resolve)
                .filter(KeptRoutes::isWhole);
    }

    /** A machine that loses its power may leave files that are empty. */
    static boolean isWhole(Path kept) {
        try {
            return Snapshot.of(kept).hash().equals(kept.getFileName().toString());
        } catch (IOException e) {
            return false;
        }
    }

    /** @param inUse what must not be forgotten */
    void forgetOld(Set<String> inUse) throws IOException {
        Set<String> kept = new HashSet<>(inUse);
        kept.addAll(taken());
        List<Path> old;
        try (Stream<Path> sets = Files.list(folder)) {
            old = sets.filter(Files::isDirectory)
                    .filter(set -> !kept.contains(set.getFileName().toString()))
                    .sorted(Comparator.comparing(KeptRoutes::lastUsed).reversed())
                    .skip(MOST_REFUSED)
                    .toList();
        }
        for (Path set : old) {
            FileSystemUtils.deleteRecursively(set);
        }
    }

    private static FileTime lastUsed(Path set) {
        try {
            return Files.getLastModifiedTime(set);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }
}
