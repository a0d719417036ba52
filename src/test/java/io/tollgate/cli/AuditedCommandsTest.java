package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.routing.check.Snapshot;
import io.tollgate.support.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** What an operator does, and looks at, by the commands is in the audit log before it is done. */
@Timeout(180)
class AuditedCommandsTest {
    private static final String BODY =
            "{\"id\":\"evt_1\",\"object\":\"event\",\"type\":\"invoice.paid\",\"created\":1,\"data\":{\"object\":{\"id\":\"in_1\","
                    + "\"object\":\"invoice\",\"customer_email\":\"zoe@example.net\",\"amount_paid\":1200}}}";

    @TempDir
    private Path directory;

    private HikariDataSource inbox;
    private JdbcTemplate jdbc;

    @BeforeEach
    void start() {
        inbox = TestDatabase.newInbox();
        jdbc = new JdbcTemplate(inbox);
        jdbc.update(
                "INSERT INTO tollgate.inbox (id, type, endpoint, livemode, created, payload, received_at, status, attempts,"
                        + " due_at, settled_at) VALUES ('evt_1', 'invoice.paid', 'default', false, 1, ?, now(), 'ROUTED', 1,"
                        + " now(), now())",
                (Object) BODY.getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        inbox.close();
    }

    private Run run(String... arguments) {
        return Run.of(Map.of(), settings(inbox.getJdbcUrl(), arguments));
    }

    private Run runWhileTheDatabaseIsAway(String... arguments) {
        return Run.of(Map.of(), settings("jdbc:postgresql://127.0.0.1:9/none", arguments));
    }

    private String[] settings(String url, String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(
                "--spring.datasource.url=" + url,
                "--spring.datasource.username=postgres",
                "--spring.datasource.hikari.connection-timeout=300",
                "--tollgate.data=" + directory.resolve("data"),
                "--tollgate.routes=" + directory.resolve("routes")));
        return all.toArray(String[]::new);
    }

    private List<String> audit() {
        return jdbc.queryForList(
                "SELECT trim(act || ' ' || subject || ' ' || what) FROM tollgate.audit ORDER BY id", String.class);
    }

    @Test
    void whoDidItIsWhomTheSystemKnows() throws Exception {
        assertThat(run("pause", "invoice.paid", "--by", "ann").exitCode()).isZero();
        assertThat(run("resume", "invoice.paid").exitCode()).isZero();

        assertThat(audit()).containsExactly("PAUSED invoice.paid --by=ann", "RESUMED invoice.paid");
        String user = new String(
                        new ProcessBuilder("id", "-un").start().getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .strip();
        assertThat(jdbc.queryForList("SELECT DISTINCT who FROM tollgate.audit", String.class))
                .containsExactly(user);
        assertThat(jdbc.queryForList("SELECT DISTINCT origin FROM tollgate.audit", String.class))
                .singleElement()
                .asString()
                .matches("host:.+");
    }

    @Test
    void replaysAndExportsSayOfWhat() {
        run("replay", "evt_1", "--again", "--by", "ann");
        run("replay", "--status", "dead", "--type", "invoice.*");
        run("replay", "--all", "--dry-run");
        run("export", "--last", "5");
        run("export", "--mask");

        assertThat(audit())
                .containsExactly(
                        "REPLAYED evt_1 --by=ann --again",
                        "REPLAYED * --type='invoice.*' --status=DEAD",
                        "EXPORTED * --last=5");
    }

    @Test
    void aLookAtAPayloadHidesWhatIsPersonalUnlessItIsRevealed() {
        String masked = printed(() -> run("events", "evt_1", "--payload"));
        String revealed = printed(() -> run("events", "evt_1", "--payload", "--reveal"));
        run("events", "evt_1", "--json");

        assertThat(masked).isEqualTo(BODY.replace("zoe@example.net", "•••"));
        assertThat(revealed).isEqualTo(BODY);
        assertThat(audit())
                .containsExactly("PAYLOAD_SEEN evt_1 events --payload", "PERSONAL_DATA_SEEN evt_1 events --payload");
        assertThat(run("events", "evt_1", "--reveal").err()).contains("--reveal goes with --payload");
    }

    @Test
    void thePathsAreASetting() {
        String masked = printed(() -> run("events", "evt_1", "--payload", "--tollgate.personal.paths=amount_*"));
        assertThat(masked).contains("\"amount_paid\":\"•••\"", "\"customer_email\":\"•••\"");

        Run wrong = run("events", "evt_1", "--payload", "--tollgate.personal.paths=stripe-objects,a b");
        assertThat(wrong.exitCode()).isEqualTo(1);
        assertThat(wrong.err()).contains("tollgate.personal.paths: 'a b' is no path of a field");
    }

    @Test
    void anEventThatIsTriedHasBeenSeen() throws Exception {
        Path routes = Files.createDirectories(directory.resolve("routes"));
        Files.writeString(routes.resolve("router.camel.yaml"), "- nonsense: {}\n");
        run("try", "evt_1");

        assertThat(audit()).containsExactly("PERSONAL_DATA_SEEN evt_1 try");
    }

    @Test
    void whatCannotBeWrittenDownIsNotDone() {
        jdbc.execute("ALTER TABLE tollgate.audit RENAME TO elsewhere");

        Run pause = run("pause", "invoice.paid");
        String payload = printed(() -> run("events", "evt_1", "--payload"));
        Run replay = run("replay", "evt_1");

        assertThat(pause.exitCode()).isEqualTo(1);
        assertThat(pause.err()).contains("or one of an older version: start the gateway on it once");
        assertThat(payload).isEmpty();
        assertThat(replay.exitCode()).isEqualTo(1);
        assertThat(jdbc.queryForObject("SELECT count(*) FROM tollgate.paused", Integer.class))
                .isZero();
        assertThat(jdbc.queryForObject("SELECT status FROM tollgate.inbox", String.class))
                .isEqualTo("ROUTED");
    }

    @Test
    void routesAreSetBackInAnOutageAndALineTellsOfIt() throws Exception {
        String hash = keptRoutes();

        Run back = runWhileTheDatabaseIsAway("routes", "back", hash);

        assertThat(back.exitCode()).as(back.err()).isZero();
        assertThat(Files.readString(directory.resolve("routes/flow.camel.yaml")))
                .isEqualTo("one");
        Path missed = directory.resolve("data/audit-missed.log");
        assertThat(back.err())
                .startsWith("It goes on without the audit log. The database does not answer")
                .contains("A line in " + missed + " tells of it.");
        JsonNode line = new ObjectMapper().readTree(Files.readString(missed));
        assertThat(line.path("act").asText()).isEqualTo("ROUTES_BACK");
        assertThat(line.path("subject").asText()).isEqualTo(hash);
        assertThat(line.path("who").asText()).isNotEmpty();
        assertThat(Files.getPosixFilePermissions(missed)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void routesAreSetBackOnlyWithARowWhereTheDatabaseIsThere() throws Exception {
        String hash = keptRoutes();
        jdbc.execute("ALTER TABLE tollgate.audit RENAME TO elsewhere");
        assertThat(run("routes", "back", hash).exitCode()).isEqualTo(1);
        assertThat(Files.readString(directory.resolve("routes/flow.camel.yaml")))
                .isEqualTo("two");
        assertThat(directory.resolve("data/audit-missed.log")).doesNotExist();

        jdbc.execute("ALTER TABLE tollgate.elsewhere RENAME TO audit");
        assertThat(run("routes", "back", hash).exitCode()).isZero();
        assertThat(audit()).containsExactly("ROUTES_BACK " + hash);
    }

    private String keptRoutes() throws Exception {
        Path folder = Files.createDirectories(directory.resolve("routes"));
        Path file = Files.writeString(folder.resolve("flow.camel.yaml"), "one");
        Snapshot set = Snapshot.of(folder);
        Path kept = Files.createDirectories(directory.resolve("data/routes/" + set.hash()));
        Files.copy(file, kept.resolve("flow.camel.yaml"));
        Files.writeString(file, "two");
        return set.hash();
    }

    @Test
    void showsAndExportsItself() throws Exception {
        run("pause", "invoice.paid", "--by", "=cmd");
        run("resume", "invoice.paid");
        run("pause", "charge.failed");

        Run list = run("audit", "--subject", "invoice.paid");
        assertThat(list.out().lines().map(line -> line.replaceAll(" {2,}", "|")))
                .hasSize(3)
                .first()
                .isEqualTo("at|who|origin|act|subject|what");
        assertThat(list.out().lines().skip(1).toList().get(0)).contains("RESUMED");
        assertThat(run("audit", "--act", "paused", "--limit", "1").out())
                .contains("charge.failed", "More: the same with --after ");

        JsonNode json = new ObjectMapper()
                .readTree(run("audit", "--limit", "2", "--json").out());
        assertThat(json.path("entries").findValuesAsText("act")).containsExactly("PAUSED", "RESUMED");
        JsonNode next = new ObjectMapper()
                .readTree(run("audit", "--after", json.path("next").asText(), "--json")
                        .out());
        assertThat(next.path("entries").findValuesAsText("what")).containsExactly("--by==cmd");
        assertThat(next.path("next").isNull()).isTrue();

        Path csv = directory.resolve("audit.csv");
        assertThat(run("audit", "--csv", csv.toString(), "--from", "1h").exitCode())
                .isZero();
        assertThat(Files.readAllLines(csv))
                .hasSize(5)
                .element(1)
                .asString()
                .contains("\"PAUSED\",\"invoice.paid\",\"'--by==cmd\"");
        assertThat(Files.readAllLines(csv).get(4)).contains("\"AUDIT_EXPORTED\"");
        assertThat(Files.getPosixFilePermissions(csv)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(run("audit", "--act", "nothing").exitCode()).isEqualTo(2);
    }

    private static String printed(Runnable run) {
        PrintStream out = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            run.run();
        } finally {
            System.setOut(out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
