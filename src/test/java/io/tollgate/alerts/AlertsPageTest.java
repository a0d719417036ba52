package io.tollgate.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AlertsPageTest {
    @ParameterizedTest
    @EnumSource
    void eachConditionHasItsSectionAndItsRow(Condition condition) throws IOException {
        assertThat(Files.readString(Path.of("docs/alerts.md")))
                .contains("\n### " + condition + "\n", "| [" + condition + "](#" + condition + ") |");
    }
}
