package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import io.tollgate.support.CapturedLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceAddressesTest {
    @TempDir
    private Path folder;

    private final CapturedLog log = CapturedLog.of(SourceAddresses.class);

    @AfterEach
    void close() {
        log.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "3.18.12.63\n2001:db8::/32\n",
                "# of Stripe\r\n\r\n  3.18.12.63  # the first\r\n2001:db8::/32",
                "{\"WEBHOOKS\": [\"3.18.12.63\", \"2001:db8::/32\"]}",
                "\n {\"WEBHOOKS\":[\"3.18.12.63\",\"2001:db8::/32\"],\"API\":[\"1.1.1.1\"]}\n"
            })
    void readsLinesAndWhatStripePublishes(String text) throws IOException {
        SourceAddresses sources = new SourceAddresses(write(text));

        assertThat(sources.count()).isEqualTo(2);
        assertThat(has(sources, "3.18.12.63")).isTrue();
        assertThat(has(sources, "2001:db8:1::1")).isTrue();
        assertThat(has(sources, "1.1.1.1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# none",
                "whsec_a",
                "{\"WEBHOOKS\": []}",
                "{\"API\": [\"1.1.1.1\"]}",
                "{\"WEBHOOKS\": [\"1.1.1.1\"",
                "{\"WEBHOOKS\": [\"1.1.1.1\", 7]}",
                "{\"WEBHOOKS\": [[\"1.1.1.1\"]]}",
                "<html>",
                "1.1.1.1, 2.2.2.2"
            })
    void aFileWithoutAddressesStopsTheStartAndIsNotShown(String text) throws IOException {
        Path file = write(text);

        assertThatThrownBy(() -> new SourceAddresses(file))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContainingAll(
                        "tollgate.webhook.source-addresses-file: ", file.toString(), "ips_webhooks.json")
                .hasMessageNotContaining("whsec_a");
    }

    @Test
    void aFileThatIsNotThereStopsTheStart() {
        assertThatThrownBy(() -> new SourceAddresses(folder.resolve("none")))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("cannot read " + folder.resolve("none"));
    }

    @Test
    void aChangeIsTakenOnceItIsAtRest() throws IOException {
        SourceAddresses sources = new SourceAddresses(write("1.1.1.1"));
        sources.look();
        write("2.2.2.2");
        sources.look();
        assertThat(has(sources, "1.1.1.1")).as("it may be written right now").isTrue();
        write("2.2.2.2\n3.3.3.3");
        sources.look();
        assertThat(sources.count()).isEqualTo(1);
        sources.look();
        assertThat(has(sources, "1.1.1.1")).isFalse();
        assertThat(has(sources, "3.3.3.3")).isTrue();
        sources.look();
        assertThat(log.text()).isEqualTo("2 addresses of Stripe are in force, by " + folder.resolve("list"));
    }

    @Test
    void aFileThatBreaksLeavesInForceWhatWasAndIsSaidOnce() throws IOException {
        SourceAddresses sources = new SourceAddresses(write("1.1.1.1"));
        write("1.1.1.1\n<html>");
        look(sources, 5);
        assertThat(has(sources, "1.1.1.1")).isTrue();
        assertThat(sources.isBroken()).isTrue();
        assertThat(log.text())
                .isEqualTo("The 1 addresses of before stay in force: of the addresses in " + folder.resolve("list")
                        + ", number 2 is neither an address nor a CIDR such as 192.0.2.0/24. Mend the file");

        Files.delete(folder.resolve("list"));
        look(sources, 5);
        assertThat(log.text().lines()).hasSize(2).last().asString().contains("cannot read", "NoSuchFileException");
        assertThat(has(sources, "1.1.1.1")).isTrue();

        write("1.1.1.1");
        look(sources, 2);
        assertThat(sources.isBroken()).as("back to what it was").isFalse();
        write("");
        look(sources, 2);
        assertThat(sources.isBroken()).isTrue();
        assertThat(log.text().lines()).hasSize(4).last().asString().contains("there is no address in");
    }

    @Test
    void withoutAFileEveryAddressIsOne() {
        SourceAddresses sources = new SourceAddresses(null);
        sources.look();

        assertThat(sources.areKnown()).isFalse();
        assertThat(has(sources, "1.1.1.1")).isTrue();
    }

    private static void look(SourceAddresses sources, int times) {
        for (int i = 0; i < times; i++) {
            sources.look();
        }
    }

    private static boolean has(SourceAddresses sources, String address) {
        return sources.has(Address.of(address).orElseThrow());
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("list"), text);
    }
}
