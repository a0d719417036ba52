package io.tollgate.routing.reload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.routing.check.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSwapTest {
    @TempDir
    private Path directory;

    private Path folder;
    private Path other;

    @BeforeEach
    void make() throws IOException {
        folder = Files.createDirectory(directory.resolve("routes"));
        other = Files.createDirectory(directory.resolve("other"));
    }

    @Test
    void writesDeletesAndLeavesTheRest() throws IOException {
        write(folder, "same", "1");
        write(folder, "changed", "1");
        write(folder, "templates/gone", "1");
        write(folder, ".git/config", "mine");
        write(folder, "flow.yaml~", "an editor's");
        write(other, "same", "1");
        write(other, "changed", "2");
        write(other, "tables/new/deep", "2");
        FolderSwap swap = swap();

        assertThat(swap.written()).containsExactly("changed", "tables/new/deep");
        assertThat(swap.deleted()).containsExactly("templates/gone");
        swap.run();

        assertThat(Snapshot.of(folder).hash()).isEqualTo(Snapshot.of(other).hash());
        assertThat(folder.resolve("templates")).doesNotExist();
        assertThat(folder.resolve(".git/config")).hasContent("mine");
        assertThat(folder.resolve("flow.yaml~")).exists();
    }

    @Test
    void keepsPermissionsAndLinksAndGivesNewFilesThoseOfTheFolder() throws IOException {
        Path shared = write(directory, "shared", "1");
        Files.createSymbolicLink(folder.resolve("linked"), shared);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxr-x"));
        Path changed = write(folder, "changed", "1");
        Files.setPosixFilePermissions(changed, PosixFilePermissions.fromString("rw-r-----"));
        write(other, "changed", "2");
        write(other, "linked", "2");
        write(other, "tables/new", "2");

        swap().run();

        assertThat(mode("changed")).isEqualTo("rw-r-----");
        assertThat(mode("tables")).isEqualTo("rwxrwxr-x");
        assertThat(mode("tables/new")).isEqualTo("rw-rw-r--");
        assertThat(folder.resolve("linked")).isSymbolicLink();
        assertThat(shared).hasContent("2");
    }

    @Test
    void aFileMayTakeThePlaceOfAFolderAndTheOtherWayRound() throws IOException {
        write(folder, "a/b", "1");
        write(folder, "c", "1");
        write(other, "a", "2");
        write(other, "c/d", "2");
        swap().run();
        assertThat(Snapshot.of(folder).hash()).isEqualTo(Snapshot.of(other).hash());
    }

    @Test
    void whatWasCutOffIsRefusedUntilItIsRunAgain() throws IOException {
        write(folder, "tables/.mine", "in the way");
        write(folder, "old.camel.yaml", "- route: {}");
        write(other, "tables", "a file of this name");

        assertThatThrownBy(() -> swap().run()).isInstanceOf(IOException.class);
        assertThat(folder.resolve(FolderSwap.GUARD)).exists();

        Files.delete(folder.resolve("tables/.mine"));
        Files.delete(folder.resolve("tables"));
        swap().run();
        assertThat(Snapshot.of(folder).hash()).isEqualTo(Snapshot.of(other).hash());
        assertThat(folder.resolve(FolderSwap.GUARD)).doesNotExist();
    }

    @Test
    void makesAFolderThatIsNotThere() throws IOException {
        write(other, "flow.camel.yaml", "2");
        Path missing = directory.resolve("not/there");
        new FolderSwap(missing, Snapshot.EMPTY, Snapshot.of(other)).run();
        assertThat(missing.resolve("flow.camel.yaml")).hasContent("2");
    }

    private FolderSwap swap() throws IOException {
        return new FolderSwap(folder, Snapshot.of(folder), Snapshot.of(other));
    }

    private static Path write(Path folder, String name, String text) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        return Files.writeString(folder.resolve(name), text);
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
    }
}
