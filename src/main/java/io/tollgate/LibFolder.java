package io.tollgate;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The folder with jars of a team's own. They are libraries: none may configure the gateway, as Spring and the log would let
 * it, since that would change settings or end the start without a word.
 */
final class LibFolder {
    private static final Pattern CONFIGURES = Pattern.compile("(config/)?application(-[^/]*)?\\.(properties|ya?ml|xml)"
            + "|bootstrap\\.(properties|ya?ml)|logback[^/]*\\.(xml|groovy)|loader\\.properties"
            + "|META-INF/spring\\.factories|META-INF/spring/.*\\.(imports|replacements)");

    private LibFolder() {}

    /**
     * Looks at each jar; reads nothing when there is no folder.
     *
     * @param environment the process's environment
     * @throws InvalidConfiguration naming the file and what to do
     */
    static void check(Map<String, String> environment) {
        String named = environment.get("TOLLGATE_LIB");
        File folder = new File(named == null || named.isEmpty() ? "lib" : named);
        if (!folder.isDirectory()) {
            if (named != null && !named.isEmpty()) {
                throw new InvalidConfiguration("There is no folder " + folder.getAbsolutePath()
                        + ": set TOLLGATE_LIB to the one with your jars, or leave it out");
            }
            return;
        }
        File[] jars = folder.listFiles((directory, name) -> name.endsWith(".jar"));
        for (File jar : jars == null ? new File[0] : jars) {
            check(jar.toPath());
        }
    }

    private static void check(Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            zip.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> CONFIGURES.matcher(name).matches())
                    .findFirst()
                    .ifPresent(name -> refuse(jar, name));
        } catch (IOException e) {
            throw new InvalidConfiguration(jar + " is no jar that can be read (" + e.getMessage()
                    + "): fetch it again, or take it out of there");
        }
    }

    private static void refuse(Path jar, String name) {
        throw new InvalidConfiguration(jar + " would configure the gateway itself, by its " + name
                + ": take it out, and for a starter of Spring Boot take the plain module, such as camel-quartz instead of"
                + " camel-quartz-starter");
    }
}
