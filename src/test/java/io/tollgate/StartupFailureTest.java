package io.tollgate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.tollgate.support.RoutesFolder;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.actuate.web.server.TomcatServletManagementContextAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;

/** What an operator reads when the gateway does not start: a sentence, no stack trace. */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTest {
    @Test
    void withoutSettings(CapturedOutput output) {
        start(TollgateApplication.class, "--spring.datasource.url=", "--spring.activemq.broker-url=");
        assertThat(output)
                .contains("Set SPRING_DATASOURCE_URL")
                .contains("Set SPRING_ACTIVEMQ_BROKER_URL")
                .doesNotContain("\tat ");
    }

    @Test
    void withADatabaseThatIsAway(CapturedOutput output) throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        start(
                TollgateApplication.class,
                "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + port + "/tollgate?user=me&password=hunter2",
                "--spring.activemq.broker-url=tcp://127.0.0.1:" + port,
                "--spring.mail.host=127.0.0.1",
                "--tollgate.mail.finance=finance@example.com",
                "--tollgate.webhook.endpoints.default.secrets=whsec_1");
        assertThat(output)
                .contains("The database at 127.0.0.1:" + port + " cannot be used")
                .contains("SPRING_DATASOURCE_URL")
                .doesNotContain("hunter2")
                .doesNotContain("\tat ");
    }

    @Test
    void withADataFolderThatIsAFile(CapturedOutput output, @TempDir Path parent) throws Exception {
        Path file = Files.writeString(parent.resolve("file"), "");
        start(TollgateApplication.class, "--spring.profiles.active=embedded", "--tollgate.data=" + file);
        assertThat(output)
                .contains(file + " is not a folder")
                .contains("TOLLGATE_DATA")
                .doesNotContain("\tat ");
    }

    @Test
    void withoutTheRouteThatReceives(CapturedOutput output, @TempDir(cleanup = CleanupMode.NEVER) Path directory) {
        start(
                TollgateApplication.class,
                "--spring.profiles.active=embedded",
                "--server.port=0",
                "--management.server.port=0",
                "--tollgate.embedded.openwire-port=0",
                "--tollgate.embedded.stomp-port=0",
                "--tollgate.embedded.smtp-port=0",
                "--tollgate.data=" + directory.resolve("data"),
                "--tollgate.routes=" + directory.resolve("nowhere"));
        assertThat(output)
                .contains("receive.camel.yaml, the way into the inbox, does not load")
                .contains("TOLLGATE_ROUTES")
                .doesNotContain("\tat ");
    }

    @Test
    void withAWayInThatAReviewerMustLookAt(CapturedOutput output, @TempDir Path directory) throws Exception {
        Path routes = RoutesFolder.copy(Path.of("routes"), directory.resolve("routes"));
        Path receive = routes.resolve("receive.camel.yaml");
        Files.writeString(
                receive,
                Files.readString(receive)
                        .replace(
                                "      steps:\n        - process:\n            id: verify",
                                "      steps:\n        - log: '${sysenv.PATH}'\n        - process:\n            id: verify"));
        start(
                TollgateApplication.class,
                "--spring.profiles.active=embedded",
                "--tollgate.data=" + directory.resolve("data"),
                "--tollgate.routes=" + routes,
                "--tollgate.routes.strict=true");
        assertThat(output)
                .contains("receive.camel.yaml:30:")
                .contains("[environment]", "TOLLGATE_ROUTES_STRICT")
                .doesNotContain("\tat ");
        assertThat(directory.resolve("data/postgres")).as("nothing was started").doesNotExist();
    }

    @Test
    void withATakenHttpPort(CapturedOutput output) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            start(OnlyHttp.class, "--server.address=127.0.0.1", "--server.port=" + port);
            assertThat(output)
                    .contains("Port " + port + ", for HTTP, is taken")
                    .contains("SERVER_PORT")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void withATakenManagementPort(CapturedOutput output) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            start(
                    HttpAndManagement.class,
                    "--server.address=127.0.0.1",
                    "--server.port=0",
                    "--management.server.port=" + port);
            assertThat(output)
                    .contains("Port " + port + ", for health and metrics, is taken")
                    .contains("MANAGEMENT_SERVER_PORT")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void withHealthAndMetricsOnThePublicPort(CapturedOutput output) {
        start(TollgateApplication.class, "--management.server.port=8080");
        assertThat(output)
                .contains("MANAGEMENT_SERVER_PORT (management.server.port) is that of SERVER_PORT")
                .doesNotContain("\tat ");
    }

    private static void start(Class<?> application, String... settings) {
        assertThat(catchThrowable(
                        () -> SpringApplication.run(application, settings).close()))
                .as("it must not start")
                .isNotNull();
    }

    @ImportAutoConfiguration(TomcatServletWebServerAutoConfiguration.class)
    static class OnlyHttp {}

    @ImportAutoConfiguration({
        TomcatServletWebServerAutoConfiguration.class,
        DispatcherServletAutoConfiguration.class,
        WebMvcAutoConfiguration.class,
        EndpointAutoConfiguration.class,
        WebEndpointAutoConfiguration.class,
        ManagementContextAutoConfiguration.class,
        ServletManagementContextAutoConfiguration.class,
        TomcatServletManagementContextAutoConfiguration.class
    })
    static class HttpAndManagement {}
}
