package io.tollgate.operations;

import io.tollgate.routing.check.NearMatch;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.routing.reload.FolderSwap;
import io.tollgate.routing.reload.RouteHistory;
import io.tollgate.routing.reload.RouteHistory.Kept;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The route sets that a gateway has kept: what differs, back to one of them, and in spite of a rehearsal. The beginning of a hash is
 * enough everywhere; each {@link IOException} is of a folder that cannot be read or written, and has changed nothing.
 */
public final class RouteDesk {
    private final RouteHistory history;

    public RouteDesk(RouteHistory history) {
        this.history = history;
    }

    /**
     * @param routes the last one first
     * @param folder the hash of what is in the folder that is edited
     */
    public record Sets(List<Kept> routes, String folder, boolean folderIsKept) {}

    /** @param diff in the form of {@code diff -u}; empty when nothing differs */
    public record Difference(String from, String to, String diff) {}

    /**
     * @param routes the hash of the set that is put back
     * @param before that of what was in the folder, which is kept
     * @param changed false when it only would be, and when the folder had it already
     */
    public record Back(String routes, String before, List<String> written, List<String> deleted, boolean changed) {
        /** Whether the folder has, or had, something else. */
        public boolean differs() {
            return !written.isEmpty() || !deleted.isEmpty();
        }
    }

    /**
     * @param inEffect already, so that nothing was to be done
     * @param inFolder else it takes effect once it is there
     */
    public record Accepted(String routes, boolean inEffect, boolean inFolder) {}

    public Sets sets() throws IOException {
        List<Kept> sets = history.sets();
        String edited = history.edited().hash();
        return new Sets(sets, edited, sets.stream().anyMatch(set -> set.hash().equals(edited)));
    }

    /** @throws NoSuchRoutes when no set begins so, or more than one */
    public Snapshot set(String beginning) throws IOException {
        return history.set(hash(beginning));
    }

    /** What is in the folder that is edited. */
    public Snapshot folder() throws IOException {
        return history.edited();
    }

    /**
     * @param from null for the last one that was taken before the other
     * @param to null for the last one that was taken
     * @param folder whether the other is what is in the folder
     */
    public Difference difference(String from, String to, boolean folder) throws IOException {
        Snapshot first = history.set(from != null ? hash(from) : taken(folder ? 1 : 2));
        Snapshot second = folder ? history.edited() : history.set(to != null ? hash(to) : taken(1));
        return new Difference(
                first.hash(),
                second.hash(),
                String.join("\n", UnifiedDiff.of(first, second, folder ? "folder" : second.hash())));
    }

    /** @param last 1 for the last one, 2 for the one before */
    private String taken(int last) throws IOException {
        List<String> taken = history.taken();
        if (taken.size() < last) {
            throw new NoSuchRoutes("There are not " + last + " route sets that were taken in " + history.folder()
                    + ": ./tollgate routes list shows what is kept there. TOLLGATE_DATA has to be the gateway's.");
        }
        return taken.get(taken.size() - last);
    }

    /** @param first gets the hash before anything is changed; null to look only */
    public synchronized Back back(String beginning, Consumer<String> first) throws IOException {
        String hash = hash(beginning);
        FolderSwap swap = history.swap(history.set(hash));
        Back back = new Back(hash, swap.before().hash(), swap.written(), swap.deleted(), false);
        if (first == null || !back.differs()) {
            return back;
        }
        first.accept(hash);
        history.putBack(swap);
        return new Back(hash, back.before(), back.written(), back.deleted(), true);
    }

    /**
     * Lets a set take effect whatever its rehearsal shows.
     *
     * @param beginning null for what is in the folder
     * @param first gets the hash before it is accepted
     * @throws NoSuchRoutes also when no gateway has kept one
     */
    public Accepted accept(String beginning, Consumer<String> first) throws IOException {
        String inFolder = history.edited().hash();
        String hash = beginning == null ? inFolder : hash(beginning);
        List<String> taken = history.taken();
        boolean isInEffect = !taken.isEmpty() && taken.get(taken.size() - 1).equals(hash);
        if (!isInEffect) {
            if (!Files.isDirectory(history.folder())) {
                throw new NoSuchRoutes("No gateway has kept a route set in " + shownFolder()
                        + ": set TOLLGATE_DATA (tollgate.data) as for the gateway.");
            }
            first.accept(hash);
            history.accept(hash);
        }
        return new Accepted(hash, isInEffect, hash.equals(inFolder));
    }

    /** The folder of the sets. */
    public Path keptIn() {
        return history.folder();
    }

    private String shownFolder() {
        return keptIn().toAbsolutePath().normalize().toString();
    }

    private String hash(String beginning) throws IOException {
        List<String> all = history.sets().stream().map(Kept::hash).toList();
        List<String> found =
                all.stream().filter(hash -> hash.startsWith(beginning)).toList();
        if (found.size() == 1) {
            return found.get(0);
        }
        if (all.isEmpty()) {
            throw new NoSuchRoutes(
                    "No route set is kept in " + shownFolder() + ": set TOLLGATE_DATA (tollgate.data) as for"
                            + " the gateway. It keeps a set when it takes or refuses it.");
        }
        if (found.size() > 1) {
            throw new NoSuchRoutes("Several route sets begin with '" + beginning + "': give more of one of "
                    + String.join(", ", found));
        }
        String near = NearMatch.of(beginning, all)
                .map(hash -> ": did you mean " + hash + "?")
                .orElse(".");
        throw new NoSuchRoutes("No route set " + beginning + " is kept in " + shownFolder() + near + " There are "
                + String.join(", ", all));
    }
}
