package io.tollgate.routing.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.routing.check.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Routes may hold passwords, and whoever can change what is kept runs code. */
class KeptRoutesTest {
    @TempDir
    private Path parent;

    private Path folder;
    private Snapshot snapshot;

    @BeforeEach
    void write() throws IOException {
        folder = parent.resolve("data/routes");
        Path edited = Files.createDirectory(parent.resolve("edited"));
        Files.writeString(edited.resolve("flow.camel.yaml"), "- route: {}");
        snapshot = Snapshot.of(edited);
    }

    @Test
    void isForThisUserOnly() throws IOException {
        Path kept = kept().keep(snapshot);
        assertThat(kept.resolve("flow.camel.yaml")).hasContent("- route: {}");
        assertThat(mode(folder)).isEqualTo("rwx------");
        assertThat(mode(folder.getParent())).isEqualTo("rwx------");
    }

    @Test
    void anOpenOneOfTheVersionBeforeIsNarrowedAndGoesOn() throws IOException {
        Path kept = kept().keep(snapshot);
        kept().markGood(snapshot.hash(), Set.of());
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(kept().lastGood()).contains(kept);
        assertThat(mode(folder)).isEqualTo("rwx------");
    }

    @Test
    @EnabledIfSystemProperty(named = "user.name", matches = "root")
    void whatAnotherUserHasPutThereIsNotRun() throws IOException {
        kept().keep(snapshot);
        kept().markGood(snapshot.hash(), Set.of());
        Files.setAttribute(folder.resolve("last-good"), "unix:uid", 5);
        assertThatThrownBy(() -> kept().lastGood())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("belongs to another user")
                .hasMessageContaining("TOLLGATE_DATA");
        assertThatThrownBy(() -> kept().keep(snapshot)).isInstanceOf(IOException.class);
    }

    @Test
    void refusedSetsDoNotPushOutThoseThatWereTaken() throws IOException {
        List<String> taken = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            taken.add(edit("taken " + i));
            kept().keep(snapshot);
            kept().markGood(snapshot.hash(), Set.of());
        }
        List<String> refused = new ArrayList<>();
        for (int i = 0; i < 22; i++) {
            refused.add(edit("refused " + i));
            kept().keep(snapshot);
            kept().forgetOld(Set.of());
        }

        assertThat(sets()).containsAll(taken).hasSize(3 + 5).contains(refused.get(21));
    }

    @Test
    void theLastTwentyThatWereTakenAreThere() throws IOException {
        String first = edit("first");
        kept().keep(snapshot);
        kept().markGood(first, Set.of());
        Snapshot firstSnapshot = snapshot;
        for (int i = 0; i < 24; i++) {
            edit("taken " + i);
            kept().keep(snapshot);
            kept().markGood(snapshot.hash(), Set.of());
            // again, as an edit that is taken back
            kept().keep(firstSnapshot);
            kept().markGood(first, Set.of());
        }

        assertThat(sets()).contains(first, snapshot.hash()).hasSizeBetween(20, 25);
        assertThat(kept().lastGood()).contains(folder.resolve(first));
    }

    private String edit(String text) throws IOException {
        Path edited = parent.resolve("edited");
        Files.writeString(edited.resolve("flow.camel.yaml"), text);
        snapshot = Snapshot.of(edited);
        return snapshot.hash();
    }

    private List<String> sets() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory)
                    .map(set -> set.getFileName().toString())
                    .toList();
        }
    }

    private KeptRoutes kept() {
        return new KeptRoutes(folder, Clock.systemUTC());
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
