package io.tollgate.routing.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All files of a folder of routes as they were at one moment. What is checked is what runs, however the folder changes
 * meanwhile. Links are followed; the folder {@code tests} is left out, and so are names that begin
 * with a dot or end like an editor's backup, among them the
 * {@code ..data} of a Kubernetes ConfigMap.
 */
public final class Snapshot {
    /** Of a folder without files. */
    public static final Snapshot EMPTY = new Snapshot(new TreeMap<>());

    /** What is in it runs nowhere: a test that is saved is no new set. */
    private static final String TESTS = "tests";

    private static final long MOST_BYTES = 16 << 20;
    private static final int DEPTH = 8;

    private final SortedMap<String, byte[]> files;
    private final String hash;

    private Snapshot(SortedMap<String, byte[]> files) {
        this.files = files;
        this.hash = hashOf(files);
    }

    /**
     * @throws IOException when the folder or a file in it cannot be read, or it is larger than 16 MB
     */
    public static Snapshot of(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        SortedMap<String, byte[]> files = new TreeMap<>();
        Files.walkFileTree(folder, Set.of(FileVisitOption.FOLLOW_LINKS), DEPTH, new SimpleFileVisitor<>() {
            private long bytes;

            @Override
            public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                return isRead(name(folder, path)) ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
            }

            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                if (isRead(name(folder, path)) && attributes.isRegularFile()) {
                    byte[] content = Files.readAllBytes(path);
                    bytes += content.length;
                    if (bytes > MOST_BYTES) {
                        throw new IOException("it holds more than 16 MB");
                    }
                    files.put(name(folder, path), content);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return new Snapshot(files);
    }

    private static String name(Path folder, Path path) {
        return folder.relativize(path).toString().replace('\\', '/');
    }

    private static boolean isRead(String name) {
        return !name.equals(TESTS)
                && Stream.of(name.split("/"))
                        .noneMatch(part -> part.startsWith(".")
                                || part.startsWith("#")
                                || part.endsWith("~")
                                || part.equals("lost+found"));
    }

    private static String hashOf(Map<String, byte[]> files) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            files.forEach((name, content) -> {
                digest.update((name + '\0' + content.length + '\0').getBytes(StandardCharsets.UTF_8));
                digest.update(content);
            });
            return HexFormat.of().formatHex(digest.digest()).substring(0, 12);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** 12 hexadecimal digits of the SHA-256 over names and contents: equal if and only if nothing differs. */
    public String hash() {
        return hash;
    }

    /** All files, by their path relative to the folder, with slashes. */
    public SortedMap<String, byte[]> files() {
        return files;
    }

    List<String> names(String beginning, String end) {
        return files.keySet().stream()
                .filter(name -> name.startsWith(beginning) && name.endsWith(end))
                .toList();
    }

    /** @throws NoSuchElementException when there is no such file */
    String text(String name) {
        byte[] content = files.get(name);
        if (content == null) {
            throw new NoSuchElementException(name);
        }
        return new String(content, StandardCharsets.UTF_8);
    }

    /** Writes all files below {@code target}, which must not be there yet. */
    public void writeTo(Path target) throws IOException {
        Files.createDirectories(target);
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Path path = target.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.write(path, file.getValue());
        }
    }
}
