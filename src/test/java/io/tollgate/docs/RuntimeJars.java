package io.tollgate.docs;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The jars that the gateway is delivered with, from the class path that the build writes before it compiles. */
final class RuntimeJars {
    private static final Path CLASS_PATH = Path.of("target/classpath.txt");

    private RuntimeJars() {}

    static List<Jar> ofTheBuild() {
        try {
            List<Path> files = Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                    .splitAsStream(Files.readString(CLASS_PATH).strip())
                    .map(Path::of)
                    .toList();
            Path repository = repository(files);
            return files.stream()
                    .map(file -> Jar.of(repository.relativize(file)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("No class path of the build: call `mvn process-resources`", e);
        }
    }

    /** The folder of all of them: their groups are many, and begin with com, org and others. */
    private static Path repository(List<Path> files) {
        Path folder = files.get(0).getParent();
        while (!isAbove(folder, files)) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static boolean isAbove(Path folder, List<Path> files) {
        return files.stream().allMatch(file -> file.startsWith(folder));
    }

    record Jar(String group, String artifact, String version) {
        /** {@code org/apache/camel/camel-jms/4.22.0/camel-jms-4.22.0.jar} */
        private static Jar of(Path file) {
            int names = file.getNameCount();
            String group = String.join(
                    ".",
                    IntStream.range(0, names - 3)
                            .mapToObj(name -> file.getName(name).toString())
                            .toList());
            return new Jar(
                    group,
                    file.getName(names - 3).toString(),
                    file.getName(names - 2).toString());
        }
    }
}
