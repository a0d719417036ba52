package io.tollgate.console.pages;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.access.Role;
import io.tollgate.inbox.EventFilter.Status;
import io.tollgate.inbox.RouteSets.Result;
import io.tollgate.inbox.SecretVerdict;
import io.tollgate.routing.rehearsal.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each text that a page asks for is there, in each language and with the same places for values. */
class WordsTest {
    private static final Pattern ASKED = Pattern.compile("text\\(\"([\\w.]+)\"[,)]");
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    @Test
    void allLanguagesHaveTheSameTexts() throws IOException {
        assertThat(words("ko").stringPropertyNames()).isEqualTo(words("en").stringPropertyNames());
    }

    @Test
    void eachTextHasItsPlacesInAllLanguages() throws IOException {
        Properties korean = words("ko");
        words("en")
                .forEach((key, text) -> assertThat(places(korean.getProperty(key.toString())))
                        .as(key.toString())
                        .isEqualTo(places(text.toString())));
    }

    @Test
    void eachTextOfATemplateIsThere() throws IOException {
        Set<String> known = words("en").stringPropertyNames();
        List<String> missing = new ArrayList<>();
        try (var templates = Files.list(Path.of("src/main/jte"))) {
            for (Path template : templates.toList()) {
                Matcher asked = ASKED.matcher(Files.readString(template));
                while (asked.find()) {
                    if (!known.contains(asked.group(1))) {
                        missing.add(template.getFileName() + ": " + asked.group(1));
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void eachConstantThatAPageShowsHasItsWord() throws IOException {
        Map<String, Object[]> shown = Map.of(
                "status.", Status.values(),
                "role.", Role.values(),
                "result.", Result.values(),
                "would.", Verdict.values(),
                "verdict.", SecretVerdict.Kind.values());
        Set<String> known = words("en").stringPropertyNames();
        shown.forEach((prefix, constants) -> assertThat(known)
                .containsAll(Stream.of(constants).map(one -> prefix + one).toList()));
    }

    private static Set<String> places(String text) {
        Set<String> places = new TreeSet<>();
        PLACE.matcher(text).results().forEach(place -> places.add(place.group()));
        return places;
    }

    private static Properties words(String language) throws IOException {
        Properties words = new Properties();
        try (var in =
                Files.newBufferedReader(Path.of("src/main/resources/console/words_" + language + ".properties"))) {
            words.load(in);
        }
        return words;
    }
}
