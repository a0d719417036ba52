package io.tollgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.support.RoutesFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A flow that is written for a team passes the check and its own test as it is. */
class NewTest {
    private static final String ALL = "table,queue,topic,mail,http=https://erp.example.com/events?source=stripe";

    @TempDir
    private Path directory;

    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        folder = RoutesFolder.copy(Path.of("routes"), directory.resolve("routes"));
    }

    private Run run(String command, String... more) {
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(more));
        all.add("--tollgate.data=" + directory.resolve("data"));
        return Run.of(Map.of(), settings -> {}, all.toArray(String[]::new));
    }

    private Run make(String type, String to, String... more) {
        List<String> all = new ArrayList<>(List.of(type, folder.toString(), "--to", to));
        all.addAll(List.of(more));
        return run("new", all.toArray(String[]::new));
    }

    /** With the shipped flows, which have tests of their own. */
    private void passes(String... flows) {
        Run check = run("check", folder.toString(), "--strict");
        assertThat(check.exitCode()).as(check.out()).isZero();
        Run form = run("fmt", folder.toString(), "--check");
        assertThat(form.exitCode()).as(form.out()).isZero();
        Run test = run("test", folder.toString());
        assertThat(test.exitCode()).as(test.out() + test.err()).isZero();
        for (String flow : flows) {
            assertThat(folder.resolve(flow + ".camel.yaml")).exists();
            assertThat(folder.resolve("tests/" + flow + ".test.yaml")).exists();
        }
    }

    @Test
    void flowsOfAllKindsPassTheCheckAndTheirTests() throws Exception {
        for (String type : List.of(
                // no flow gets it yet; without a sample, and with an object that has no id
                "credit_note.created",
                "balance.available",
                "issuing_authorization.created",
                // a flow of its own gets it, one that other types come to, and two with other words
                "invoice.paid",
                "customer.created",
                "customer.subscription.updated",
                "charge.dispute.created",
                "checkout.session.completed",
                "payout.paid",
                "v1.billing.meter.no_meter_found")) {
            Run run = make(type, ALL);
            assertThat(run.exitCode()).as(type + run.err()).isZero();
            assertThat(run.out()).contains("  written  ", "Next: ./tollgate check ");
        }

        saysNothingElseNoMore();
        passes("credit-note-created", "balance-available", "invoice-paid-own", "customer-created-own");
        assertThat(folder.resolve("invoice-paid.camel.yaml"))
                .content()
                .contains("name: invoice-paid-own")
                .doesNotContain("filter");
    }

    /** As the command asks for. */
    private void saysNothingElseNoMore() throws IOException {
        for (String file : List.of("others", "checkout", "disputes")) {
            Path tests = folder.resolve("tests/" + file + ".test.yaml");
            Files.writeString(tests, Files.readString(tests).replace("    - nothing else\n", ""));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"table", "queue", "topic", "mail", "http=http://127.0.0.1:8099/x"})
    void eachKindStandsByItself(String to) {
        Run run = make("credit_note.created", to);

        assertThat(run.exitCode()).as(run.err()).isZero();
        passes("credit-note-created");
    }

    @Test
    void whatIsCalledByAFlowOfSeveralTypesIsOnlyForItsOwn() throws Exception {
        String before = Files.readString(folder.resolve("objects.camel.yaml"));

        Run run = make("customer.created", "queue=crm.customers", "--name", "crm");

        assertThat(run.out()).contains("written", "crm.camel.yaml", "changed", "objects.camel.yaml");
        String after = Files.readString(folder.resolve("objects.camel.yaml"));
        assertThat(after).contains("expression: \"${header.stripeEventType} == 'customer.created'\"");
        assertThat(after.lines().toList()).containsSubsequence(before.lines().toList());
        assertThat(run.out()).contains("look at  " + folder.resolve("tests/others.test.yaml:47"));
        saysNothingElseNoMore();
        passes("crm");
        assertThat(run("try", "customer.updated", folder.toString()).out()).doesNotContain("crm.customers");
        assertThat(run("try", "customer.created", folder.toString()).out()).contains("crm.customers");
    }

    @Test
    void commentsAndOtherFlowsOfAFileStay() throws Exception {
        Path file = folder.resolve("invoice-paid.camel.yaml");
        String text = "# above\n" + Files.readString(file) + "    # below\n\n"
                + "- route:\n    id: other\n    description: Another one\n    from:\n      id: from-other\n      uri: direct\n"
                + "      parameters:\n        name: invoice-created\n      steps:\n"
                + "        - to: {id: to-other, uri: 'jms:queue:other'}\n";
        Files.writeString(file, text);
        Files.writeString(
                folder.resolve("tests/other.test.yaml"),
                "- name: x\n  event: {type: invoice.created}\n  expect: [queue: other]\n");

        assertThat(make("invoice.paid", "queue").exitCode()).isZero();

        assertThat(Files.readString(file).lines().toList())
                .containsSubsequence(text.lines().toList());
        assertThat(run("try", "invoice.paid", folder.toString()).out()).contains("stripe.invoice-paid-own");
    }

    @Test
    void theEndsOfLinesStay() throws Exception {
        Path file = folder.resolve("invoice-paid.camel.yaml");
        Files.writeString(file, Files.readString(file).replace("\n", "\r\n"));

        assertThat(make("invoice.paid", "queue").exitCode()).isZero();

        assertThat(Files.readString(file)).contains("name: invoice-paid-own\r\n");
        assertThat(Files.readString(file).replace("\r\n", "")).doesNotContain("\n");
    }

    @Test
    void nothingIsWrittenWhenItCannotBe() throws Exception {
        assertNothing("customer.creatd", "queue", "did you mean");
        assertNothing("credit_note.created", "queue=a b", "a queue's name");
        assertNothing("credit_note.created", "http", "http=https://");
        assertNothing("credit_note.created", "http=https://{{x}}/", "http=https://");
        assertNothing("credit_note.created", "kafka", "There is no 'kafka'");
        assertNothing("credit_note.created", "mail=a@example.com", "template");
        assertNothing("credit_note.created", "queue=a,queue=b", "one --to of each kind");
        assertNothing("Credit note", "queue", "no event type");
        assertNothing("price.created", "table=invoice_v", "There is stripe.invoice_v already");
        assertNothing("price.created", "table=user", "no word of SQL");
        assertNothing("price.created", "table=" + "x".repeat(64), "63 at most");
        Files.writeString(folder.resolve("tables/R__credit_note_created.sql"), "SELECT 1;");
        assertNothing("credit_note.created", "table", "R__credit_note_created.sql already");
        Files.writeString(folder.resolve("broken.camel.yaml"), "- route: {");
        assertNothing("invoice.voided", "queue", "correct the folder first");
    }

    private void assertNothing(String type, String to, String words) throws IOException {
        String before = files();
        Run run = make(type, to);
        assertThat(run.exitCode()).as(run.out()).isNotZero();
        assertThat(run.err()).contains(words);
        assertThat(files()).isEqualTo(before);
    }

    private String files() throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .sorted()
                    .toList()
                    .toString();
        }
    }
}
