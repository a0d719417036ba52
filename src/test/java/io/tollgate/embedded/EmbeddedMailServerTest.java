package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
import io.tollgate.support.RawHttp;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class EmbeddedMailServerTest {
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-02T12:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path data;

    private Path folder;
    private EmbeddedMailServer server;

    @BeforeEach
    void start() {
        folder = data.resolve("mail");
        server = new EmbeddedMailServer(folder, 0, NOON);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    @Test
    void keepsEachMailAsAFileBeforeItIsAcknowledged() throws Exception {
        send("Payment failed: 12.50 € 🎟");
        send("Another");
        List<Path> mails = mails();
        assertThat(mails).hasSize(2).allSatisfy(file -> assertThat(file).hasExtension("eml"));
        assertThat(mails.stream().map(this::subject))
                .containsExactlyInAnyOrder("Payment failed: 12.50 € 🎟", "Another");
    }

    @Test
    void fileNamesSortByTimeAndStayUnique() throws Exception {
        send("first");
        server.stop();
        server = new EmbeddedMailServer(folder, 0, Clock.offset(NOON, Duration.ofMillis(1)));
        server.start();
        send("second");
        assertThat(mails().stream().map(this::subject)).containsExactly("first", "second");
    }

    @Test
    void aMailThatCannotBeKeptIsRefusedForNow() throws Exception {
        Files.delete(folder);
        assertThatThrownBy(() -> send("lost?")).hasStackTraceContaining("451");
        Files.createDirectory(folder);
        send("kept");
        assertThat(mails()).hasSize(1);
    }

    @Test
    void removesWhatWasNeverAcknowledged() throws Exception {
        server.stop();
        Files.writeString(folder.resolve("half.tmp"), "Subject: ha");
        server = new EmbeddedMailServer(folder, 0, NOON);
        server.start();
        assertThat(mails()).isEmpty();
    }

    @Test
    void aTakenPortIsNamedTogetherWithItsSetting() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            assertThatThrownBy(() -> new EmbeddedMailServer(folder, port, NOON).start())
                    .isInstanceOf(InvalidConfiguration.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("TOLLGATE_EMBEDDED_SMTPPORT");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"POST / HTTP/1.1", "GET /a HTTP/1.1", "OPTIONS * HTTP/1.1", "PUT / HTTP/1.1", "post / HTTP/1.0"})
    void hangsUpOnAPageInABrowser(String firstLine) throws Exception {
        String body =
                "EHLO x\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\nSubject: planted\r\n\r\nx\r\n.\r\n";
        byte[] request = (firstLine + "\r\nHost: 127.0.0.1\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII);
        assertThat(RawHttp.send(server.port(), request).body()).doesNotContain("250", "354");
        assertThat(mails()).isEmpty();
    }

    @Test
    void aMailThatIsTooLargeIsRefusedAsAWhole() throws Exception {
        String line = "NOOP " + "x".repeat(69) + "\r\n"; // what is not read as text would be answered as a command
        String mail = line.repeat(EmbeddedMailServer.MOST_BYTES / line.length() + 1);
        String head = "EHLO x\r\nMAIL FROM:<a@example.com>\r\nRCPT TO:<b@example.com>\r\nDATA\r\n";
        byte[] session = (head + mail + ".\r\nQUIT\r\n").getBytes(StandardCharsets.US_ASCII);
        String answers = RawHttp.send(server.port(), session).body();
        assertThat(answers)
                .contains("SIZE " + EmbeddedMailServer.MOST_BYTES, "552 5.3.4")
                .endsWith("221 Bye\r\n");
        assertThat(answers.lines().filter(answer -> answer.startsWith("250 "))).hasSize(3);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aMailIsForThisUserOnly() throws Exception {
        send("secret");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(mails().get(0))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
    }

    private void send(String subject) throws MessagingException {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(server.port()));
        MimeMessage mail = new MimeMessage(Session.getInstance(properties));
        mail.setFrom(new InternetAddress("tollgate@example.com"));
        mail.setRecipient(Message.RecipientType.TO, new InternetAddress("finance@example.com"));
        mail.setSubject(subject, "UTF-8");
        mail.setText("..two dots at the start of a line\n.\nend", "UTF-8");
        Transport.send(mail);
    }

    private List<Path> mails() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private String subject(Path file) {
        try (InputStream mail = Files.newInputStream(file)) {
            MimeMessage message = new MimeMessage(null, mail);
            assertThat(message.getContent().toString().replace("\r\n", "\n").strip())
                    .isEqualTo("..two dots at the start of a line\n.\nend");
            return message.getSubject();
        } catch (IOException | MessagingException e) {
            throw new AssertionError(e);
        }
    }
}
