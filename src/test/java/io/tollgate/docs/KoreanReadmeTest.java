package io.tollgate.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** README.ko.md says what README.md says: the same commands, YAML and codes in the same order. */
class KoreanReadmeTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(?:yaml)?\n(.*?)^```$");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `?([\\w.*-]+)`?");

    @Test
    void hasTheSameCommandsAndYaml() throws IOException {
        assertThat(blocks("README.ko.md")).isEqualTo(blocks("README.md"));
    }

    @Test
    void hasTheSameTypesAnswersAndReasons() throws IOException {
        assertThat(rows("README.ko.md")).isEqualTo(rows("README.md"));
    }

    /** Without the picture, and without comments. */
    private static List<String> blocks(String file) throws IOException {
        return BLOCK.matcher(Files.readString(Path.of(file)))
                .results()
                .map(block -> block.group(1).replaceAll("(?m) *# .*$", ""))
                .filter(block -> !block.contains("┌"))
                .toList();
    }

    private static List<String> rows(String file) throws IOException {
        return ROW.matcher(Files.readString(Path.of(file)))
                .results()
                .map(MatchResult::group)
                .filter(row -> row.contains("`") || row.matches("\\| \\d{3}"))
                .toList();
    }
}
