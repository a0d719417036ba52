package io.tollgate.docs;

import io.tollgate.support.RoutesFolder;
import java.io.IOException;
import java.io.Reader;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * A folder of {@code docs/recipes/}.
 *
 * @param name of the folder
 */
record Recipe(String name) {
    private static final Path RECIPES = Path.of("docs/recipes");
    private static final String TYPES = "event-types.txt";
    private static final String MORE_TYPES = "more-event-types.txt";
    private static final String SETTINGS = "settings.properties";

    static List<Recipe> all() throws IOException {
        try (Stream<Path> folders = Files.list(RECIPES)) {
            return folders.map(folder -> new Recipe(folder.getFileName().toString()))
                    .sorted((one, other) -> one.name.compareTo(other.name))
                    .toList();
        }
    }

    static Path shippedRoutes(Path folder) throws IOException {
        return RoutesFolder.copy(Path.of("routes"), folder.resolve("routes"));
    }

    /**
     * As a team does.
     *
     * @throws java.nio.file.FileAlreadyExistsException when it would replace a file that is shipped, or of another recipe
     */
    void layOver(Path routes) throws IOException {
        Path from = RECIPES.resolve(name);
        for (Path file : files(from)) {
            Path target = routes.resolve(from.relativize(file).toString());
            Files.createDirectories(target.getParent());
            if (file.endsWith(MORE_TYPES)) {
                Files.writeString(routes.resolve(TYPES), Files.readString(file), StandardOpenOption.APPEND);
            } else if (!file.endsWith(SETTINGS)) {
                Files.copy(file, target);
            }
        }
    }

    boolean hasSql() throws IOException {
        for (Path file : files(RECIPES.resolve(name))) {
            if (Files.readString(file).contains("uri: sql")) {
                return true;
            }
        }
        return false;
    }

    /** What a gateway has in its environment, as arguments of a command. */
    List<String> settings() throws IOException {
        Properties settings = new Properties();
        Path file = RECIPES.resolve(name).resolve(SETTINGS);
        if (Files.exists(file)) {
            try (Reader text = Files.newBufferedReader(file)) {
                settings.load(text);
            }
        }
        return settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toList();
    }

    /** The classes of all recipes. */
    static ClassLoader compiled(Path classes) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-Werror", "-Xlint:all", "-d", classes.toString()));
        for (Path file : files(RECIPES)) {
            if (file.toString().endsWith(".java")) {
                arguments.add(file.toString());
            }
        }
        if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new)) != 0) {
            throw new IOException("The classes of " + RECIPES + " cannot be compiled: javac has said why");
        }
        URL[] path = {classes.toUri().toURL()};
        return new URLClassLoader(path, Thread.currentThread().getContextClassLoader());
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
