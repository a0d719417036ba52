package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.stripe.model.Event;
import io.tollgate.support.RoutesFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code ./tollgate} as a user does. */
class ScriptIT {
    private static final Path ROOT = Path.of("").toAbsolutePath();

    @TempDir
    private Path elsewhere;

    private RecordingGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new RecordingGateway("whsec_script");
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void runsOnTheCompiledClassesFromAnyFolder() throws Exception {
        Run run = run(ROOT, Map.of(), "--version");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("tollgate ");
    }

    @Test
    void sendsWithoutStartingTheApplication() throws Exception {
        Run run = run(ROOT, Map.of(), "send", "payment_intent.succeeded", "--count", "3");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(gateway.events())
                .extracting(Event::getType)
                .containsOnly("payment_intent.succeeded")
                .hasSize(3);
        assertThat(run.out()).doesNotContain("Starting").contains("3 sent");
        assertThat(run.err()).isEmpty();
    }

    @Test
    void takesTheJarWhereThereAreNoClasses() throws Exception {
        Path checkout = scriptAlone();
        copyJarTo(checkout);
        Run run = run(checkout, Map.of(), "send", "customer.created");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(gateway.events()).hasSize(1);
    }

    @Test
    void takesTheJarWhereTheClassPathIsAnotherMachines() throws Exception {
        Path checkout = scriptAlone();
        copyJarTo(checkout);
        String main = "target/classes/io/tollgate/TollgateApplication.class";
        Files.createDirectories(checkout.resolve(main).getParent());
        Files.copy(ROOT.resolve(main), checkout.resolve(main));
        Files.writeString(checkout.resolve("target/classpath.txt"), "/not/here/picocli.jar");
        assertThat(run(checkout, Map.of(), "--version").out()).startsWith("tollgate ");
    }

    @Test
    void saysWhatToBuildWhenNothingIs() throws Exception {
        Run run = run(scriptAlone(), Map.of(), "--version");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("mvn package", "mvn spring-boot:run");
    }

    @Test
    void helpsBeforeAnythingIsBuilt() throws Exception {
        Run before = run(scriptAlone(), Map.of(), "--help");
        assertThat(before.exitCode()).as(before.err()).isZero();
        assertThat(before.out())
                .startsWith("Usage: ./tollgate [COMMAND] [OPTIONS]\n")
                .contains("README.md");
        assertThat(run(ROOT, Map.of(), "--help")
                        .out()
                        .lines()
                        .dropWhile(line -> !line.equals("Commands:"))
                        .filter(line -> line.matches(" {2}[a-z].*"))
                        .map(line -> line.strip().split(" ")[0]))
                .isNotEmpty()
                .allSatisfy(command ->
                        assertThat(before.out().lines().toList().get(1)).matches(".*\\b" + command + "\\b.*"));
    }

    @Test
    void takesTheJavaAndTheOptionsItIsGiven() throws Exception {
        Run missing = run(ROOT, Map.of("JAVA_HOME", elsewhere.toString()), "--version");
        assertThat(missing.exitCode()).isEqualTo(1);
        assertThat(missing.err()).contains("There is no " + elsewhere + "/bin/java", "JAVA_HOME");
        Run shown = run(ROOT, Map.of("JAVA_OPTS", "-showversion -Xmx64m"), "--version");
        assertThat(shown.err()).contains("Runtime Environment");
    }

    /** {@code serve --help} starts as a gateway does, and ends at once. */
    @Test
    void aGatewayThatIsOutOfMemoryEnds() throws Exception {
        Path checkout = scriptAlone();
        copyJarTo(checkout);
        for (Path folder : List.of(ROOT, checkout)) {
            Run run = run(folder, Map.of("JAVA_OPTS", "-XX:+PrintFlagsFinal"), "serve", "--help");
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out()).containsPattern("ExitOnOutOfMemoryError += true");
        }
    }

    @Test
    void whatItWritesIsItsUsersAlone() throws Exception {
        Path log = elsewhere.resolve("gc.log");
        assertThat(run(ROOT, Map.of("JAVA_OPTS", "-Xlog:gc:file=" + log), "--version")
                        .exitCode())
                .isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
                .isEqualTo("rw-------");
    }

    @Test
    void passesTheExitCodeOn() throws Exception {
        assertThat(run(ROOT, Map.of(), "send", "no.such.type").exitCode()).isEqualTo(2);
        assertThat(run(ROOT, Map.of("STRIPE_WEBHOOK_SECRET", "whsec_wrong"), "send", "customer.created")
                        .exitCode())
                .isEqualTo(1);
    }

    @Test
    void checkSaysWhatIsWrongAndWhere() throws Exception {
        Path routes = RoutesFolder.copy(ROOT.resolve("routes"), elsewhere.resolve("routes"));
        Run good = run(ROOT, Map.of(), "check", routes.toString());
        assertThat(good.exitCode()).as(good.out()).isZero();
        assertThat(good.out())
                .contains("direct:charge-dispute-created ", "charge.dispute.created")
                .endsWith("3 SQL statements were not checked, which only a database can: run check --database\n"
                        + "no errors, no warnings\n");
        assertThat(run(ROOT, Map.of(), "check", "--strict", routes.toString()).out())
                .isEqualTo(good.out());

        Path noted = Files.writeString(routes.resolve("refunds.yaml"), "");
        assertThat(run(ROOT, Map.of(), "check", routes.toString()).exitCode()).isZero();
        Run strict = run(ROOT, Map.of(), "check", "--strict", routes.toString());
        assertThat(strict.exitCode()).isEqualTo(1);
        assertThat(strict.out()).contains("[strict]", "[file-name]").endsWith("1 error, 1 warning\n");
        Files.delete(noted);

        Path router = routes.resolve("router.camel.yaml");
        Files.writeString(router, Files.readString(router).replace("'charge.dispute.created'", "'charge.disputed'"));
        Run bad = run(ROOT, Map.of(), "check", routes.toString());
        assertThat(bad.exitCode()).isEqualTo(1);
        assertThat(bad.out())
                .startsWith("router.camel.yaml:63:33: error: Stripe has no event type 'charge.disputed'")
                .contains(" [unknown-event-type]\n")
                .endsWith("1 error, no warnings\n");
        assertThat(bad.err()).isEmpty();

        assertThat(run(ROOT, Map.of(), "check", "--jsn").exitCode()).isEqualTo(2);
        assertThat(run(ROOT, Map.of("TOLLGATE_ROUTES", routes.toString()), "check", "--json")
                        .out())
                .startsWith("{\"errors\":1,\"warnings\":0,\"findings\":[{\"file\":\"router.camel.yaml\",\"line\":63,");
    }

    @Test
    void checkWorksFromTheJarAndFindsSettingsLikeAGateway() throws Exception {
        Path checkout = scriptAlone();
        copyJarTo(checkout);
        Path routes = RoutesFolder.copy(ROOT.resolve("routes"), elsewhere.resolve("routes"));
        Path flow = routes.resolve("payment-intent-succeeded.camel.yaml");
        Files.writeString(flow, Files.readString(flow).replace("stripe.payments.succeeded", "\"{{payments.queue}}\""));

        Run without = run(checkout, Map.of(), "check", routes.toString());
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.out()).contains("There is no setting 'payments.queue'");
        Run with = run(checkout, Map.of("PAYMENTS_QUEUE", "q"), "check", routes.toString());
        assertThat(with.exitCode()).as(with.out()).isZero();
        Run option = run(checkout, Map.of(), "check", routes.toString(), "--payments.queue=q");
        assertThat(option.exitCode()).as(option.out()).isZero();
    }

    private static void copyJarTo(Path checkout) throws IOException {
        Path jar = ROOT.resolve("target/tollgate.jar");
        assertThat(jar).as("mvn package makes it").exists();
        Files.copy(jar, checkout.resolve("target/tollgate.jar"));
    }

    /** A folder with a space in its name, with the script and an empty {@code target}. */
    private Path scriptAlone() throws IOException {
        Path checkout = Files.createDirectories(elsewhere.resolve("my checkout"));
        Path script = Files.copy(ROOT.resolve("tollgate"), checkout.resolve("tollgate"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createDirectories(checkout.resolve("target"));
        return checkout;
    }

    private Run run(Path checkout, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of(checkout.resolve("tollgate").toString()));
        command.addAll(List.of(arguments));
        Path out = elsewhere.resolve("out");
        Path err = elsewhere.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(elsewhere.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("STRIPE_WEBHOOK_SECRET", "whsec_script");
        builder.environment().put("SERVER_PORT", Integer.toString(gateway.port()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Run(process.waitFor(), text(out), text(err));
    }

    private static String text(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.UTF_8);
    }
}
