package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.routing.check.Finding;
import io.tollgate.routing.reload.OfflineRoutes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code camel.component.*} and {@code camel.dataformat.*} say reaches the flows, or is a finding. */
class ComponentSettingsTest {
    @TempDir
    private Path folder;

    private void write(String steps) throws IOException {
        Files.createDirectories(folder.resolve("templates"));
        Files.writeString(folder.resolve("templates/note.mustache"), "{{exchange.exchangeId}}");
        Files.writeString(folder.resolve("router.camel.yaml"), """
                - route:
                    id: router
                    description: Takes each event to a queue
                    from:
                      uri: direct
                      parameters:
                        name: router
                      steps:
                """ + steps.indent(8));
    }

    private List<Finding> check(String... settings) {
        return OfflineRoutes.check(folder, settings);
    }

    @Test
    void anOptionOfAComponentAndOfADataFormatIsInEffect() throws Exception {
        write("""
                - to: {id: filled, uri: "mustache:file:%s/templates/note.mustache"}
                - to: {id: sent, uri: jms, parameters: {destinationType: queue, destinationName: note}}
                - setBody: {id: pair, constant: {expression: '{"b":1,"a":2}'}}
                - unmarshal: {id: read, json: {}}
                - marshal: {id: write, json: {}}
                - to: {id: sent-pair, uri: jms, parameters: {destinationType: queue, destinationName: pair}}
                """.formatted(folder));
        Flows flows = new Flows(
                Files.createTempDirectory("broker"),
                Map.of(
                        "camel.component.mustache.allow-context-map-all", "true",
                        "camel.dataformat.jackson.pretty-print", "true"));
        try {
            flows.load(folder);
            flows.route(Flows.event("evt_1", "invoice.paid", "{}"));

            assertThat(flows.drain("note").get(0).getBody(String.class)).isNotBlank();
            assertThat(flows.drain("pair").get(0).getBody(String.class)).contains("\n");
        } finally {
            flows.close();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "camel.component.kafka.brokrs=x|did you mean 'brokers'",
                "camel.component.kafka.session-timeout-ms=s3cret|kafka: takes Integer",
                "camel.component.kafak.brokers=x|did you mean 'kafka'",
                "camel.component.ftp.lazy-start-producer=true|it is in camel-ftp: fetch that into lib/",
                "camel.component.jms.connection-factory=#otherBroker|it is not for all flows to set",
                "camel.component.jms.transacted=true|What can be set: concurrentConsumers,",
                "camel.component.jms.headerfilterstrategy=#x|it is not for all flows to set",
                "camel.component.sql.data-source=#x|it is not for all flows to set",
                "camel.component.kafka.=x|has no such option",
                "camel.component.jms.delivery-persistent=false|it is not for all flows to set",
                "camel.component.jms.object-message-enabled=true|it is not for all flows to set",
                "camel.component.direct.block=true|it is not for all flows to set",
                "camel.component.http.header-filter-strategy=#class:x|it is not for all flows to set",
                "camel.component.kafka.max-block-ms=s3cret|kafka: takes Integer",
                "camel.component.kafka.additional-properties.max.block.ms=5|takes names in brackets",
                "camel.dataformat.jackson.pretty-print=s3cret|it cannot have this value",
                "camel.dataformat.jackson.pretty-prnt=true|no such option",
                "camel.dataformat.csv.delimiter=x|it is in camel-csv: fetch that into lib/",
                "camel.dataformat.jackson-xml.pretty-print=true|it is in camel-jacksonxml: fetch",
            })
    void aWrongOneIsAFinding(String setting, String words) throws Exception {
        write("""
                - unmarshal: {id: read, json: {}}
                - marshal: {id: write, json: {}}
                - to: {id: sent, uri: jms, parameters: {destinationType: queue, destinationName: note}}
                """);

        List<Finding> findings = check("--" + setting, "--camel.component.kafka.client-id=fine");

        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.rule().id()).isEqualTo("invalid-setting");
            assertThat(finding.message())
                    .startsWith("The setting " + setting.substring(0, setting.indexOf('=')) + ": ")
                    .contains(words)
                    .doesNotContain("s3cret");
        });
    }

    @Test
    void rightOnesAreNone() throws Exception {
        write("- to: {id: sent, uri: jms, parameters: {destinationType: queue, destinationName: note}}");

        assertThat(check(
                        "--camel.component.kafka.brokers=a:9092,b:9092",
                        "--camel.component.kafka.configuration.session-timeout-ms=7000",
                        "--camel.component.kafka.additional-properties[acks]=all",
                        "--camel.component.http.connection-time-to-live=30000",
                        "--camel.component.jms.concurrent-consumers=2",
                        "--camel.component.KAFKA.SESSIONTIMEOUTMS=7000",
                        "--camel.component.smtp.use-header-recipients=true",
                        "--camel.dataformat.jackson.pretty-print=true",
                        "--camel.dataformat.json.pretty-print=true"))
                .isEmpty();
    }
}
