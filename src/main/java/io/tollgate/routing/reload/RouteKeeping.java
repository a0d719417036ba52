package io.tollgate.routing.reload;

import io.tollgate.routing.check.Snapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Keeps route sets, or says why not: a data folder that cannot be written is no reason to route nothing. */
record RouteKeeping(KeptRoutes kept, RouteNews news) {
    private interface Change {
        void make() throws IOException;
    }

    /** @return where the set is from now on: {@code folder}, if it could not be kept */
    Path keep(Snapshot snapshot, Path folder) {
        try {
            return kept.keep(snapshot);
        } catch (IOException e) {
            news.notKept(snapshot.hash(), e);
            return folder;
        }
    }

    /** @param inUse the hashes of sets whose files are read still */
    void markGood(String hash, Set<String> inUse) {
        tryTo(hash, () -> kept.markGood(hash, inUse));
    }

    /** After a set was refused. */
    void forgetOld(String refused, Set<String> inUse) {
        tryTo(refused, () -> kept.forgetOld(inUse));
    }

    private void tryTo(String hash, Change change) {
        try {
            change.make();
        } catch (IOException e) {
            news.notKept(hash, e);
        }
    }

    Optional<Path> lastGood() throws IOException {
        return kept.lastGood();
    }
}
