package io.tollgate.routing.reload;

import io.tollgate.OfflineSettings;
import io.tollgate.routing.check.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.env.Environment;

/** The route sets that a gateway has kept in its data folder, and the folder that is edited. Needs no gateway. */
public final class RouteHistory {
    private final Path edited;
    private final Path folder;
    private final KeptRoutes kept;

    private RouteHistory(Path edited, Path folder, Clock clock) {
        this.edited = edited;
        this.folder = folder;
        this.kept = new KeptRoutes(folder, clock);
    }

    /** @param settings Spring's, as for {@code serve} */
    public static RouteHistory of(String[] settings, Clock clock) {
        return of(OfflineSettings.of(settings), clock);
    }

    /** @param environment of a gateway */
    public static RouteHistory of(Environment environment, Clock clock) {
        return new RouteHistory(
                Path.of(environment.getRequiredProperty("tollgate.routes")),
                Path.of(environment.getRequiredProperty("tollgate.data")).resolve("routes"),
                clock);
    }

    /**
     * A set that was kept.
     *
     * @param at when it was last kept, since it was new in the folder that is edited
     * @param taken whether it was taken; else it was refused, or kept before another was put back
     * @param current whether it was the last one that was taken, which a gateway goes on with until it takes another
     * @param lastGood whether a start takes it when the folder is refused
     * @param files how many it has
     */
    public record Kept(String hash, Instant at, boolean taken, boolean current, boolean lastGood, int files) {}

    /** The last one first. One that is no longer as it was kept is left out. */
    public List<Kept> sets() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<String> taken = kept.taken();
        String current = taken.isEmpty() ? "" : taken.get(taken.size() - 1);
        Path lastGood = kept.lastGood().orElse(null);
        List<Kept> sets = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            for (Path set : all.filter(KeptRoutes::isWhole).toList()) {
                String hash = set.getFileName().toString();
                sets.add(new Kept(
                        hash,
                        Files.getLastModifiedTime(set).toInstant(),
                        taken.contains(hash),
                        hash.equals(current),
                        set.equals(lastGood),
                        Snapshot.of(set).files().size()));
            }
        }
        sets.sort(Comparator.comparing(Kept::at).reversed());
        return sets;
    }

    /** The hashes of those that were taken and are kept, the last one last. */
    public List<String> taken() throws IOException {
        return kept.taken().stream()
                .filter(hash -> KeptRoutes.isWhole(folder.resolve(hash)))
                .toList();
    }

    /** The files of a set that is kept. */
    public Snapshot set(String hash) throws IOException {
        return Snapshot.of(folder.resolve(hash));
    }

    /** What is in the folder that is edited. */
    public Snapshot edited() throws IOException {
        return Snapshot.of(edited);
    }

    /** Where the sets are kept. */
    public Path folder() {
        return folder;
    }

    /** From now on the set takes effect whatever its rehearsal shows. */
    public void accept(String hash) throws IOException {
        new Acceptances(folder).accept(hash);
    }

    /** What would be done to give the folder that is edited the files of a set. */
    public FolderSwap swap(Snapshot set) throws IOException {
        return new FolderSwap(edited, Files.isDirectory(edited) ? edited() : Snapshot.EMPTY, set);
    }

    /**
     * Keeps what is in the folder that is edited, and then puts the files of the set there. When the first fails, nothing is
     * changed.
     *
     * @throws IOException when one of the two fails, or the folder has changed since the swap was planned
     */
    public void putBack(FolderSwap swap) throws IOException {
        kept.keep(swap.before());
        swap.run();
    }
}
