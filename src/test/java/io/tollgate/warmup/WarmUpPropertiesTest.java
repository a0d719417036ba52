package io.tollgate.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WarmUpPropertiesTest {
    private static WarmUpProperties bind(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bindOrCreate("tollgate", WarmUpProperties.class);
    }

    @Test
    void takesThreeSecondsUnlessToldOtherwise() {
        assertThat(bind(Map.of()).warmUp()).isEqualTo(Duration.ofSeconds(3));
    }

    @ParameterizedTest
    @CsvSource({"0s, 0", "0, 0", "500ms, 500", "30s, 30000"})
    void isTurnedOffByZero(String setting, long millis) {
        assertThat(bind(Map.of("tollgate.warm-up", setting)).warmUp()).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1s", "31s", "5m"})
    void namesTheFix(String setting) {
        assertThatThrownBy(() -> bind(Map.of("tollgate.warm-up", setting)))
                .rootCause()
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageMatching("tollgate\\.warm-up is PT\\S+: set 0s for none, or up to 30s, such as 3s");
    }
}
