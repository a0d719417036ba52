package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.support.RoutesFolder;
import io.tollgate.support.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    private final List<List<String>> started = new ArrayList<>();

    @Test
    void servesWithoutACommand() {
        assertThat(run().exitCode()).isZero();
        assertThat(started).containsExactly(List.of());
    }

    @Test
    void passesSpringSettingsOnToTheGateway() {
        String[] settings = {
            "--spring.profiles.active=embedded", "--server.port=0", "--tollgate.mail.from=a b=c", "--debug"
        };
        assertThat(run(settings).exitCode()).isZero();
        assertThat(run("serve", "--server.port=0").exitCode()).isZero();
        assertThat(started).containsExactly(List.of(settings), List.of("--server.port=0"));
    }

    @Test
    void doesNotStartForAMistypedCommand() {
        Run run = run("sned", "payment_intent.succeeded");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Unknown command sned: did you mean send?", "tollgate --help");
        assertThat(started).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--hlep", "--port", "-p", "--server"})
    void doesNotStartForAnUnknownOption(String option) {
        Run run = run("serve", option);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("Unknown option " + option, "--server.port=8090");
        assertThat(started).isEmpty();
    }

    @Test
    void failsWhenTheGatewayDoesNotStart() {
        Run run = Run.of(Map.of(), settings -> {
            throw new IllegalStateException("Spring has said why");
        });
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
    }

    @Test
    void helpNamesTheCommandsAndStartsNothing() {
        Run run = run("--help");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains(
                        "serve", "send", "status", "events", "replay", "pause", "resume", "dlq", "routes", "--version");
        assertThat(started).isEmpty();
    }

    @Test
    void whatCheckNeedsIsSaidInItsHelp() {
        assertThat(run("check", "--help").out().replaceAll("\\s+", " "))
                .contains("needs no broker, and a database only with --database.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replay",
                "replay evt_1 --all",
                "replay --type invoice.* --dry-run evt_1",
                "events --payload",
                "events evt_1 --payload --json",
                "events evt_1 --status dead",
                "events --limit 0",
                "events --status lost",
                "events --staus dead",
                "events --from 1h --to 2h",
                "replay evt_1 --after evt_0",
                "events --from yesterday",
                "pause",
                "pause invoice.*",
                "status --jsn"
            })
    void wrongUsageOpensNoDatabase(String arguments) {
        Run run = run(arguments.split(" "));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("--help");
    }

    @Test
    void aMistypedOptionOfACommandIsNamed() {
        assertThat(run("replay", "--staus", "dead").err()).contains("Unknown option --staus: did you mean --status?");
    }

    @Test
    void namesTheWayOutWhenThereIsNoDatabase() {
        Run run = run("status", "--tollgate.data=target/no-such-folder");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("No database: set SPRING_DATASOURCE_URL", "no-such-folder");

        run = run("status", "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("The database does not answer: ").hasLineCount(1);

        run = run("replay", "evt_1", "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("The database does not answer: ").hasLineCount(1);

        run = run("check", "routes", "--database", "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/none");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).startsWith("The database does not answer: ").hasLineCount(1);

        run = run("status", "--spring.datasource.url=postgres://127.0.0.1/none");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("jdbc:postgresql://db:5432/tollgate").hasLineCount(1);
    }

    @Test
    void checkAsksADatabaseForTheSqlOfFlowsAndChangesNothingThere(@TempDir Path directory) throws Exception {
        String database = "--spring.datasource.url=" + TestDatabase.newDatabase();
        String[] check = {"check", "--database", database, "--spring.datasource.username=postgres"};
        assertThat(run(with(check, "routes")).out())
                .endsWith("\nno errors, no warnings\n")
                .doesNotContain("not checked");
        assertThat(run("check", "routes").out()).contains("\n3 SQL statements were not checked");
        assertThat(run("check", "routes", "--json").out()).contains("\"statementsNotChecked\":3");

        Path routes = RoutesFolder.copy(Path.of("routes"), directory.resolve("routes"));
        Files.delete(routes.resolve("tables/R__subscription.sql"));
        Files.delete(routes.resolve("tables/R__tables_of_before.sql"));
        Run run = run(with(check, routes.toString()));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out())
                .startsWith("customer-subscription.camel.yaml:22:")
                .contains("\"stripe.subscription\" does not exist", "[invalid-sql]")
                .endsWith("1 error, no warnings\n");
    }

    private static String[] with(String[] command, String more) {
        String[] all = Arrays.copyOf(command, command.length + 1);
        all[command.length] = more;
        return all;
    }

    @Test
    void versionIsTheBuilds() {
        assertThat(run("--version").out()).matches("tollgate \\d+\\.\\d+\\.\\d+\\S*\\R");
    }

    private Run run(String... arguments) {
        return Run.of(Map.of(), settings -> started.add(List.of(settings)), arguments);
    }
}
