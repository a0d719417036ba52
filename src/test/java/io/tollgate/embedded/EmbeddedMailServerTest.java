package io.tollgate.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.InvalidConfiguration;
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
import java.nio.file.Files;
import java.nio.file.Path;
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
