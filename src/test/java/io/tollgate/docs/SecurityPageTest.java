package io.tollgate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.docs.RuntimeJars.Jar;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds docs/security.md against the jars of the build: a version that changes, a dependency that goes and one that comes
 * make somebody look its advisories up again.
 */
class SecurityPageTest {
    /** {@code | `group:artifact`, `another of that group` | version | what it reads | advisories |} */
    private static final Pattern ROW =
            Pattern.compile("^\\| (`[^|]+`) \\| ([^ |]+) \\| [^|]+ \\| [^|]+ \\|$", Pattern.MULTILINE);

    private static final String INSIDE = "does not face the network";

    private final List<Jar> jars = RuntimeJars.ofTheBuild();
    private final List<Entry> facing = new ArrayList<>();
    private final List<Entry> inside = new ArrayList<>();

    SecurityPageTest() {
        Page page = Page.read("docs/security.md");
        Matcher row = ROW.matcher(page.text());
        while (row.find()) {
            facing.addAll(entries(row.group(1).replaceAll("[`,]", ""), row.group(2)));
        }
        inside.addAll(entries(page.block(INSIDE), "any"));
    }

    @Test
    void theTableNamesTheVersionsOfTheBuild() {
        assertThat(facing).hasSizeGreaterThan(20);
        for (Entry entry : facing) {
            assertThat(jars.stream().filter(entry::holds).map(Jar::version))
                    .as("docs/security.md: look up the advisories of %s again, then correct its row", entry)
                    .allMatch(entry.version()::equals);
        }
    }

    @Test
    void thePageNamesNoDependencyThatIsGone() {
        assertThat(Stream.concat(facing.stream(), inside.stream())
                        .filter(entry -> jars.stream().noneMatch(entry::holds)))
                .as("docs/security.md: remove what the build no longer has")
                .isEmpty();
    }

    @Test
    void eachJarIsInTheTableOrDoesNotFaceTheNetwork() {
        assertThat(jars).hasSizeGreaterThan(100);
        assertThat(jars.stream()
                        .filter(jar ->
                                Stream.concat(facing.stream(), inside.stream()).noneMatch(entry -> entry.holds(jar))))
                .as("docs/security.md: a row with its advisories, or a place in the list \"%s\"", INSIDE)
                .isEmpty();
    }

    /** {@code group:artifact}, or a whole group, or one more artifact of the group before; a star stands for anything. */
    private static List<Entry> entries(String words, String version) {
        List<Entry> entries = new ArrayList<>();
        String group = "";
        for (String word : words.strip().split("\\s+")) {
            boolean named = word.contains(":") || word.contains(".");
            group = named ? word.replaceFirst(":.*", "") : group;
            String artifact = named && !word.contains(":") ? "*" : word.replaceFirst(".*:", "");
            entries.add(new Entry(group, artifact, version));
        }
        return entries;
    }

    private record Entry(String group, String artifact, String version) {
        boolean holds(Jar jar) {
            return jar.group().equals(group) && jar.artifact().matches(artifact.replace("*", ".*"));
        }
    }
}
