package io.tollgate.routing.reload;

import io.tollgate.routing.check.Snapshot;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gives a folder of routes the files of another set, in place: links, permissions, and what is in no set, such as {@code
 * .git}, stay. Meanwhile the folder holds a file that no check lets through. So neither a gateway that looks in between nor
 * one that is started after a crash takes a mixture of both.
 *
 * @param before what is in the folder
 */
public record FolderSwap(Path folder, Snapshot before, Snapshot after) {
    /** The gateway's finding begins with it. */
    static final String GUARD = "put-back-half-way.camel.yaml";

    private static final String NO_ROUTE = "# ./tollgate routes back has not ended: run it again.\n- route: {\n";

    /** The files that the other set has, and the folder does not have, or not the same. */
    public List<String> written() {
        return after.files().entrySet().stream()
                .filter(file -> !Arrays.equals(file.getValue(), before.files().get(file.getKey())))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The files that only the folder has. */
    public List<String> deleted() {
        return before.files().keySet().stream()
                .filter(name -> !after.files().containsKey(name))
                .toList();
    }

    /** @throws IOException when a file cannot be written; then the file that no check lets through stays, until this is run again */
    void run() throws IOException {
        makeFolder(folder);
        Files.writeString(folder.resolve(GUARD), NO_ROUTE);
        for (String name : deleted()) {
            if (!name.equals(GUARD)) {
                delete(folder.resolve(name));
            }
        }
        for (String name : written()) {
            write(folder.resolve(name), after.files().get(name));
        }
        Files.delete(folder.resolve(GUARD));
    }

    /** And the folders that are empty then. */
    private void delete(Path file) throws IOException {
        Files.deleteIfExists(file);
        try {
            for (Path parent = file.getParent(); !parent.equals(folder); parent = parent.getParent()) {
                Files.deleteIfExists(parent);
            }
        } catch (DirectoryNotEmptyException e) {
            // Something else is in it.
        }
    }

    private void write(Path file, byte[] content) throws IOException {
        boolean isNew = Files.notExists(file);
        makeFolder(file.getParent());
        Files.write(file, content);
        if (isNew) {
            allowAsInFolder(
                    file,
                    Set.of(
                            PosixFilePermission.OWNER_EXECUTE,
                            PosixFilePermission.GROUP_EXECUTE,
                            PosixFilePermission.OTHERS_EXECUTE));
        }
    }

    private void makeFolder(Path made) throws IOException {
        if (!Files.isDirectory(made)) {
            Files.createDirectories(made.toAbsolutePath().getParent());
            Files.createDirectory(made);
            allowAsInFolder(made, Set.of());
        }
    }

    /** Whoever may read the folder may read what is new in it, whatever the umask of ./tollgate. */
    private void allowAsInFolder(Path made, Set<PosixFilePermission> but) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(made, PosixFileAttributeView.class);
        if (view != null) {
            view.setPermissions(Files.getPosixFilePermissions(folder).stream()
                    .filter(permission -> !but.contains(permission))
                    .collect(Collectors.toSet()));
        }
    }
}
