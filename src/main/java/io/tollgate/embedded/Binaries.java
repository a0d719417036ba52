package io.tollgate.embedded;

import io.tollgate.InvalidConfiguration;
import io.tollgate.OwnerOnly;
import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.PgBinaryResolver;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.util.DigestUtils;
import org.springframework.util.FileSystemUtils;

/**
 * The executables of PostgreSQL, extracted once. What another user could have changed is thrown away and extracted anew.
 * The library lets everyone write into the folder that it works in, so that is one inside of ours, where nobody gets.
 */
final class Binaries implements PgBinaryResolver {
    private final Path folder;
    private String digest;

    private Binaries(Path folder) {
        this.folder = folder;
    }

    /** @throws InvalidConfiguration when another user owns the folder, or what is in it; says the way out */
    static Binaries in(Path folder) throws IOException {
        if (OwnerOnly.makeFolder(folder).isPresent()) {
            discardContent(folder);
        }
        OwnerOnly.requireOwnContent(folder);
        return new Binaries(folder);
    }

    private static void discardContent(Path folder) throws IOException {
        List<Path> untrusted;
        try (Stream<Path> content = Files.list(folder)) {
            untrusted = content.toList();
        }
        for (Path path : untrusted) {
            try {
                FileSystemUtils.deleteRecursively(path);
            } catch (IOException e) {
                throw new InvalidConfiguration(
                        "Other users of this machine could change " + path
                                + ", which is run as PostgreSQL, and it cannot be deleted: delete it.",
                        e);
            }
        }
    }

    /** Where the library works. */
    Path workingFolder() {
        return folder.resolve("extracted");
    }

    /** Of what the library has extracted, once it has. */
    Path executable(String name) {
        return workingFolder().resolve("PG-" + digest).resolve("bin").resolve(name);
    }

    @Override
    public InputStream getPgBinary(String system, String machine) throws IOException {
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
            digest = DigestUtils.md5DigestAsHex(archive);
        }
        return DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine);
    }
}
