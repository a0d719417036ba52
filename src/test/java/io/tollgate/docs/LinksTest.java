package io.tollgate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one page says of another is there; and the README stays short. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*]\\(([^)\\s]*)\\)");
    private static final Pattern ELSEWHERE = Pattern.compile("[a-z]+:.*");
    private static final Pattern NAMED = Pattern.compile("(?:docs/[a-z-]+|bench/README)\\.md");

    @TempDir
    Path folder;

    static List<Path> pages() throws IOException {
        List<Path> pages =
                new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("CHANGELOG.md")));
        pages.add(Path.of("README.ko.md"));
        pages.add(Path.of("SECURITY.md"));
        pages.add(Path.of("bench", "README.md"));
        try (Stream<Path> files = Files.list(Path.of("docs"))) {
            files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
        }
        return pages;
    }

    @Test
    void theReadmeHasFewerThan200Lines() {
        assertThat(Page.read("README.md").text().lines().count()).isLessThan(200);
    }

    @ParameterizedTest
    @MethodSource("pages")
    void eachLinkLeadsToAFileAndToOneOfItsHeadings(Path page) {
        assertThat(broken(page)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void eachPageThatIsNamedIsThere(Path page) {
        assertThat(NAMED.matcher(Page.read(page.toString()).text()).results())
                .extracting(MatchResult::group)
                .allSatisfy(name -> assertThat(Path.of(name)).exists());
    }

    @Test
    void noticesWhatLeadsNowhere() throws IOException {
        Path page = Files.writeString(folder.resolve("page.md"), """
                # One page
                ```
                # no heading
                [no](link)
                ```
                `[no](link)` [here](#one-page) [no](#no-heading) [a](other.md) [b](other.md#two-a--b) [again](other.md#a-1)
                [no](other.md#two) [no](gone.md) [`code`](gone.md#a) [out](https://example.com/gone)
                """);
        Files.writeString(folder.resolve("other.md"), "## Two, `a` & B\n### A\n## A\n");

        assertThat(broken(page)).containsExactly("#no-heading", "other.md#two", "gone.md", "gone.md#a");
    }

    private static List<String> broken(Path page) {
        String prose = Page.read(page.toString()).prose().replaceAll("`[^`\\n]*`", "");
        return LINK.matcher(prose)
                .results()
                .map(link -> link.group(1))
                .filter(link -> !ELSEWHERE.matcher(link).matches() && !leadsSomewhere(page, link))
                .toList();
    }

    private static boolean leadsSomewhere(Path page, String link) {
        String[] parts = link.split("#", 2);
        Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);
        return Files.exists(target)
                && (parts.length == 1 || Page.read(target.toString()).anchors().contains(parts[1]));
    }
}
