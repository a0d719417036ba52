package io.tollgate.webhook;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * A file with a signing secret a line; blank lines and those that begin with {@code #} do not count. It is read again and again, since
 * Docker and Kubernetes exchange it behind a link. What is found counts once two looks in a row have found the same, so that one which is
 * being written is never taken half; and what was good stays while it is not.
 */
final class SecretFile {
    private static final int MOST_BYTES = 64 * 1024;

    private final String name;
    private Found last;
    private Found taken;
    private List<String> good;

    /**
     * What a look has found.
     *
     * @param secrets none when there is something wrong
     * @param wrong a part of a sentence; null when all is right
     */
    private record Found(List<String> secrets, String wrong) {
        static Found because(String wrong) {
            return new Found(List.of(), wrong);
        }

        @Override
        public String toString() {
            return "Found[" + secrets.size() + " secrets, wrong=" + wrong + "]";
        }
    }

    /** Takes what is there now. */
    SecretFile(String name) {
        this.name = name;
        this.last = found();
        this.taken = last;
        this.good = last.secrets();
    }

    /** @return whether there is something new: other secrets, or another thing that is wrong */
    boolean look() {
        Found found = found();
        boolean isNew = found.equals(last) && !found.equals(taken);
        last = found;
        if (isNew) {
            taken = found;
            good = found.wrong() == null ? found.secrets() : good;
        }
        return isNew;
    }

    String name() {
        return name;
    }

    /** Those of the last time when all was right; none when it never was. */
    List<String> secrets() {
        return good;
    }

    /** A part of a sentence; null when all is right. */
    String wrong() {
        return taken.wrong();
    }

    private Found found() {
        try {
            Path path = Path.of(name);
            if (!Files.exists(path)) {
                return Found.because("is not there");
            }
            // a pipe would let nobody go on
            return Files.isRegularFile(path) ? read(path) : Found.because("is no file");
        } catch (IOException | SecurityException | InvalidPathException e) {
            return Found.because("cannot be read by the user that Tollgate runs as");
        }
    }

    private static Found read(Path path) throws IOException {
        byte[] bytes;
        try (InputStream in = Files.newInputStream(path)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            return Found.because("has more than 64 KB, and is no list of secrets");
        }
        List<String> lines = new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .toList();
        for (int i = 0; i < lines.size(); i++) {
            if (isOne(lines.get(i)) && !Secret.canBe(lines.get(i))) {
                return Found.because("has no signing secret in line " + (i + 1) + " (" + Secret.FORM + "; one a line)");
            }
        }
        List<String> secrets =
                lines.stream().filter(SecretFile::isOne).distinct().toList();
        return secrets.isEmpty() ? Found.because("has no signing secret in it") : new Found(secrets, null);
    }

    private static boolean isOne(String line) {
        return !line.isEmpty() && !line.startsWith("#");
    }
}
