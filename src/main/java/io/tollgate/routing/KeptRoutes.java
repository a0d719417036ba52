package io.tollgate.routing;

import io.tollgate.routing.check.Snapshot;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/**
 * The last route sets, each in a folder of its own below {@code <data>/routes}, named by its hash: what
 * runs reads its templates there, whatever becomes of the folder that is edited. {@code last-good} names the set to start
 * with when that folder is refused. A crash in between leaves the name of the set before.
 */
final class KeptRoutes {
    private static final String LAST_GOOD = "last-good";
    private static final String UNFINISHED = ".tmp";
    private static final int MOST = 20;

    private final Path folder;
    private final Clock clock;

    KeptRoutes(Path folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /** Where the files of the snapshot are from now on. */
    Path keep(Snapshot snapshot) throws IOException {
        Path kept = folder.resolve(snapshot.hash());
        if (!isWhole(kept)) {
            FileSystemUtils.deleteRecursively(kept);
            Files.createDirectories(folder);
            Path unfinished = Files.createTempDirectory(folder, snapshot.hash()).resolve("routes");
            snapshot.writeTo(unfinished);
            try {
                Files.move(unfinished, kept, StandardCopyOption.ATOMIC_MOVE);
            } catch (FileAlreadyExistsException e) {
                // another gateway with the same data folder was quicker
            } finally {
                FileSystemUtils.deleteRecursively(unfinished.getParent());
            }
        }
        Files.setLastModifiedTime(kept, FileTime.from(clock.instant()));
        return kept;
    }

    void markGood(String hash) throws IOException {
        Path name = Files.createTempFile(folder, LAST_GOOD, UNFINISHED);
        Files.writeString(name, hash);
        Files.move(name, folder.resolve(LAST_GOOD), StandardCopyOption.ATOMIC_MOVE);
        forgetOld(hash);
    }

    /** Empty when there is none, or no longer as it was kept. */
    Optional<Path> lastGood() throws IOException {
        Path name = folder.resolve(LAST_GOOD);
        if (!Files.exists(name)) {
            return Optional.empty();
        }
        Path kept = folder.resolve(Files.readString(name).strip());
        return isWhole(kept) ? Optional.of(kept) : Optional.empty();
    }

    /** A machine that loses its power may leave files that are empty. */
    private static boolean isWhole(Path kept) throws IOException {
        return Files.isDirectory(kept)
                && Snapshot.of(kept).hash().equals(kept.getFileName().toString());
    }

    private void forgetOld(String good) throws IOException {
        List<Path> old;
        try (Stream<Path> sets = Files.list(folder)) {
            old = sets.filter(Files::isDirectory)
                    .filter(set -> !set.endsWith(good))
                    .sorted(Comparator.comparing(KeptRoutes::lastUsed).reversed())
                    .skip(MOST)
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
