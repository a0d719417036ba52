package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.zaxxer.hikari.HikariDataSource;
import io.tollgate.samples.Samples;
import io.tollgate.support.RoutesFolder;
import io.tollgate.support.TestDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

/** From the inbox of a gateway to a preview where there is none. */
class ExportTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ODD = """
            {"id":"evt_odd","type":"customer.created","data":{"object":{"id":"cus_1","name":"Zo\\u00e9 \\ud83c\\u0000\\u202e 田中",
             "twice":1,"twice":2,"number":1.10,"big":1e400,"metadata":{"a b":"c"}}}}
            """;

    @TempDir
    private Path directory;

    private HikariDataSource dataSource;
    private Path file;
    private int events;

    @BeforeEach
    void fill() throws IOException {
        file = directory.resolve("events.ndjson");
        dataSource = TestDatabase.newInbox();
        Samples samples = new Samples(Clock.systemUTC());
        store("evt_odd", "customer.created", ODD);
        for (String version : samples.versions()) {
            for (String type : samples.types()) {
                String event = samples.event(type, version);
                store(JSON.readTree(event).path("id").textValue(), type, event);
            }
        }
    }

    /** One a second, each later than the one before. */
    private void store(String id, String type, String payload) {
        new JdbcTemplate(dataSource)
                .update(
                        "INSERT INTO tollgate.inbox (id, type, endpoint, livemode, payload, received_at, due_at)"
                                + " VALUES (?, ?, ?, false, convert_to(?, 'UTF8'), to_timestamp(?), now())",
                        id,
                        type,
                        events == 0 ? "connect" : "default",
                        payload,
                        1_767_225_600 + events);
        events++;
    }

    @AfterEach
    void close() {
        dataSource.close();
    }

    private Run export(String... more) {
        List<String> all = new ArrayList<>(List.of("export"));
        all.addAll(List.of(more));
        all.add("--spring.datasource.url=" + dataSource.getJdbcUrl());
        all.add("--spring.datasource.username=postgres");
        return Run.of(Map.of(), all.toArray(String[]::new));
    }

    /** With no gateway anywhere. */
    private Run preview(Path events, String... more) {
        List<String> all = new ArrayList<>(List.of("preview", "routes", "--events", events.toString()));
        all.addAll(List.of(more));
        all.add("--tollgate.data=" + directory.resolve("data"));
        return Run.of(Map.of(), all.toArray(String[]::new));
    }

    @Test
    void eachEventIsALineTheNewestFirst() throws IOException {
        Run run = export("--last", "3");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("has personal data in it", "--mask");
        List<JsonNode> lines = new ArrayList<>();
        for (String line : run.out().split("\n")) {
            lines.add(JSON.readTree(line));
        }
        assertThat(lines).hasSize(3);
        assertThat(lines)
                .extracting(line -> line.path("received_at").textValue())
                .containsExactly(time(events - 1), time(events - 2), time(events - 3));
        assertThat(lines.get(0).path("endpoint").textValue()).isEqualTo("default");
        assertThat(lines.get(0).at("/payload/data/object/id").textValue()).isNotEmpty();
    }

    private static String time(int event) {
        return Instant.ofEpochSecond(1_767_225_600 + event).toString();
    }

    @Test
    void anEventComesBackAsItWas() throws IOException {
        assertThat(export("--endpoint", "connect", "--output", file.toString()).exitCode())
                .isZero();
        List<String> read = new ArrayList<>();
        new EventsFile(file.toString()).each(5, event -> {
            assertThat(event.endpoint()).isEqualTo("connect");
            assertThat(event.receivedAt()).isEqualTo(time(0));
            assertThat(event.id()).isEqualTo("evt_odd");
            read.add(new String(event.payload(), StandardCharsets.UTF_8));
        });

        assertThat(read).singleElement().satisfies(payload -> {
            assertThat(payload)
                    .isEqualTo(ODD.replaceAll("\\s*\\n\\s*", "")
                            .replace("\\u00e9", "\\u00E9")
                            .replace("\\ud83c", "\\uD83C")
                            .replace("\\u202e", "\\u202E")
                            .replace("田中", "\\u7530\\u4E2D")
                            .replace("1e400", "1E+400"));
            assertThat(JSON.readTree(payload)).isEqualTo(JSON.readTree(ODD));
        });
    }

    @Test
    void theFileIsItsOwnersAlone() throws IOException {
        Run run = export("--mask", "--output", file.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).isEqualTo(events + " events, masked, in " + file + "\n");
        assertThat(run.err()).isEmpty();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(Files.readString(file))
                .hasLineCount(events)
                .doesNotContain("S\\u00F6ren", "soren@", "Zx4u0nVbS3mpLe5d");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(export("--output", file.toString()).err()).contains("could have written " + file);
    }

    @Test
    void aPreviewOfMaskedEventsFailsInNothingThatOneOfTheirsDoesNot() throws IOException {
        Path masked = directory.resolve("masked.ndjson");
        assertThat(export("--output", file.toString()).exitCode()).isZero();
        assertThat(export("--mask", "--output", masked.toString()).exitCode()).isZero();
        Path next = RoutesFolder.copy(Path.of("routes"), directory.resolve("next"));
        Path flow = next.resolve("payment-intent-succeeded.camel.yaml");
        Files.writeString(
                flow, Files.readString(flow).replace("stripe.payments.succeeded", "stripe.payments.suceeded"));
        Files.delete(next.resolve("invoice-paid.camel.yaml"));

        JsonNode plain =
                JSON.readTree(preview(file, "--json", "--base", next.toString()).out());
        Run run = preview(masked, "--json", "--base", next.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).doesNotContain("soren@", "\"failing\":1", "\"notKnown\":1");
        JsonNode maskedToo = JSON.readTree(run.out());
        assertThat(maskedToo.path("events").intValue()).isEqualTo(events);
        assertThat(counts(maskedToo)).isEqualTo(counts(plain));
        assertThat(counts(plain)).contains("payment_intent.succeeded 2 2 0 0", "charge.refunded 2 0 0 0");
    }

    private static List<String> counts(JsonNode report) {
        List<String> counts = new ArrayList<>();
        report.path("types")
                .properties()
                .forEach(type -> counts.add(type.getKey() + " "
                        + type.getValue().path("events") + " " + type.getValue().path("differing") + " "
                        + type.getValue().path("notKnown") + " "
                        + type.getValue().path("failing")));
        return counts;
    }

    @Test
    void aPreviewNeedsNoGatewayButRoutesToCompareWith() {
        export("--last", "4", "--mask", "--output", file.toString());

        Run run = preview(file, "--base", "routes", "--last", "3");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains(
                        "3 events of ",
                        ": 3 the same, 0 not, 0 not known",
                        "Rows are those of an empty database: there is none");
        assertThat(preview(file).err())
                .contains(
                        "There are no routes that a gateway has taken in " + directory.resolve("data"),
                        "--base FOLDER");
        Run filtered = preview(file, "--base", "routes", "--type", "charge.*");
        assertThat(filtered.exitCode()).isEqualTo(2);
        assertThat(filtered.err()).contains("give the filter to export");
    }

    @Test
    void saysWhatItNeeds() throws IOException {
        assertThat(export("--last", "0").exitCode()).isEqualTo(2);
        assertThat(export("--json").exitCode()).isEqualTo(2);
        assertThat(export("--type", "nothing.*").err()).contains("No stored event matches");
        assertThat(export("--output", directory.resolve("no/where").toString()).err())
                .contains("Cannot write ", "give --output a file");
    }
}
