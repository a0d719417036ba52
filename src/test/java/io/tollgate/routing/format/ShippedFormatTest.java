package io.tollgate.routing.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ShippedFormatTest {
    private static final Path ROUTES = Path.of("routes");

    @Test
    void shippedFilesAreInTheCanonicalForm() throws Exception {
        try (FolderFormat format = new FolderFormat()) {
            for (Formatted file : format.of(ROUTES)) {
                assertThat(file.reasons()).isEmpty();
                assertThat(file.text()).isEqualTo(Files.readString(ROUTES.resolve(file.file())));
                assertThat(file.isChanged()).isFalse();
            }
        }
    }
}
