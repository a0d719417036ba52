package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventsFileTest {
    private static final String GOOD =
            "{\"endpoint\":\"default\",\"received_at\":\"2026-01-31T10:00:00Z\",\"later\":[1],"
                    + "\"payload\":{\"id\":\"evt_1\",\"type\":\"invoice.paid\",\"data\":{\"object\":{\"name\":\"Zoé\"}}}}";

    @TempDir
    private Path directory;

    private int events(int most, String text) throws IOException {
        Path file = directory.resolve("events.ndjson");
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        List<String> ids = new ArrayList<>();
        int read = new EventsFile(file.toString()).each(most, event -> ids.add(event.id()));
        assertThat(ids).hasSize(read).containsOnly("evt_1");
        return read;
    }

    @Test
    void readsSoManyAsAreAskedForAndNoMore() throws IOException {
        assertThat(events(5, GOOD + "\n\r\n\n" + GOOD)).isEqualTo(2);
        assertThat(events(1, GOOD + "\ndamaged")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"endpoint\":\"default\",\"secret | it is not JSON",
                "secret | it is not JSON",
                "[1] | it is no JSON object",
                "{\"received_at\":\"2026-01-31T10:00:00Z\",\"payload\":{}} | it has no endpoint",
                "{\"endpoint\":\"a\",\"payload\":{}} | it has no received_at",
                "{\"endpoint\":\"a\",\"received_at\":\"secret\",\"payload\":{}} | no time such as",
                "{\"endpoint\":\"a\",\"received_at\":\"2026-01-31T10:00:00Z\",\"payload\":\"secret\"} | no payload",
                "{\"endpoint\":\"a\",\"received_at\":\"2026-01-31T10:00:00Z\",\"payload\":{\"id\":\"secret\"}} | its id",
                "{} {} | something comes after the JSON object"
            })
    void aDamagedLineIsNamedAndNotShown(String damaged, String reason) {
        assertThatExceptionOfType(InvalidConfiguration.class)
                .isThrownBy(() -> events(5, GOOD + "\n\n" + damaged))
                .withMessageContaining("Line 3 of " + directory.resolve("events.ndjson") + " is no event")
                .withMessageContaining(reason)
                .withMessageNotContaining("secret");
    }

    @Test
    void whatIsNotUtf8IsDamagedToo() throws IOException {
        Path file = directory.resolve("latin1.ndjson");
        Files.write(file, GOOD.getBytes(StandardCharsets.ISO_8859_1));

        assertThatExceptionOfType(InvalidConfiguration.class)
                .isThrownBy(() -> new EventsFile(file.toString()).each(5, event -> {}))
                .withMessageContaining("Line 1 of ");
    }

    @Test
    void aFileThatIsNotThereOrHasNoEventIsSaid() {
        assertThatExceptionOfType(InvalidConfiguration.class)
                .isThrownBy(() -> new EventsFile(directory + "/nowhere").each(5, event -> {}))
                .withMessageContaining("NoSuchFileException): give --events a file that you can read");
        assertThatExceptionOfType(InvalidConfiguration.class)
                .isThrownBy(() -> events(5, "\n\n"))
                .withMessageContaining("There is no event in ");
    }
}
