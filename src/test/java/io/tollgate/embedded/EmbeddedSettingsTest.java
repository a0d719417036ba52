package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class EmbeddedSettingsTest {
    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withPropertyValues("spring.profiles.active=embedded")
            .withInitializer(new ConfigDataApplicationContextInitializer());

    @Test
    void listensOnTheLoopbackInterfaceOnly() {
        runner.run(context -> {
            assertThat(context.getEnvironment().getProperty("server.address")).isEqualTo("127.0.0.1");
            assertThat(context.getEnvironment().getProperty("management.server.address"))
                    .isEqualTo("127.0.0.1");
        });
    }

    @ParameterizedTest
    @CsvSource({
        "a.b=c, 127.0.0.1:2525",
        "tollgate.embedded.smtp-port=3535, 127.0.0.1:3535",
        "spring.mail.host=smtp.example.com, smtp.example.com:25",
        "'spring.mail.host=smtp.example.com,spring.mail.port=587', smtp.example.com:587"
    })
    void mailsGoToOurServerUnlessAnotherIsGiven(String settings, String server) {
        runner.withPropertyValues(settings.split(","))
                .run(context -> assertThat(context.getEnvironment()
                                .resolvePlaceholders("${tollgate.mail.host}:${tollgate.mail.port}"))
                        .isEqualTo(server));
    }
}
