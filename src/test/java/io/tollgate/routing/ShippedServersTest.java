package io.tollgate.routing;

import static io.tollgate.routing.ShippedComponentsTest.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** Each component that talks to somebody runs with somebody to talk to; {@link KafkaIT} has Kafka. */
@TestInstance(Lifecycle.PER_CLASS)
class ShippedServersTest {
    private Shipped shipped;

    @BeforeAll
    void load(@TempDir(cleanup = CleanupMode.NEVER) Path folder) throws Exception {
        shipped = new Shipped(folder, "shipped", "");
    }

    @AfterAll
    void close() throws Exception {
        shipped.close();
    }

    private List<String> notes() {
        return shipped.flows.jdbc.queryForList("SELECT id FROM stripe.note", String.class);
    }

    @Test
    void httpPostsTheEvent() throws Exception {
        shipped.send("try.http", Shipped.event());

        await().untilAsserted(() -> assertThat(shipped.web.requests).contains("POST /note " + Shipped.event()));
    }

    @Test
    void whatAWebServerAnswersWithChoosesNothing() throws Exception {
        shipped.made("http-then-sql", Shipped.event());

        assertThat(notes()).contains("after-http");
        assertThat(shipped.isOwned()).isFalse();
    }

    @Test
    void sqlWritesARow() throws Exception {
        shipped.send("try.sql", Shipped.event());

        await().until(() -> notes().contains("evt_1"));
    }

    @Test
    void smtpSendsAMail() throws Exception {
        shipped.send("try.smtp", "hello by smtp");

        await().untilAsserted(() -> assertThat(shipped.smtp.mails)
                .anySatisfy(mail -> assertThat(mail.getContent().toString()).contains("hello by smtp")));
    }

    private static MimeMessage mail(String to) throws Exception {
        MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
        mail.setRecipients(RecipientType.TO, to);
        mail.setText("hello");
        return mail;
    }

    @Test
    void smtpsSendsAMailAndImapTakesIt() throws Exception {
        shipped.send("try.smtps", "hello");

        assertThat(text(shipped.taken("imap"))).contains("hello");
    }

    @Test
    void headersOfAMailChooseNothing() throws Exception {
        MimeMessage mail = mail("team@example.com");
        for (Map.Entry<String, String> header : Shipped.hostile("CAmel").entrySet()) {
            mail.setHeader(header.getKey(), header.getValue());
        }
        shipped.mailboxes.getUserManager().getUser("team").deliver(mail);

        assertThat(text(shipped.taken("imap"))).contains("hello");
        assertThat(shipped.isOwned()).isFalse();
    }

    @Test
    void pop3TakesMails() throws Exception {
        shipped.mailboxes.getUserManager().getUser("other").deliver(mail("other@example.com"));

        assertThat(text(shipped.taken("pop3"))).contains("hello");
    }

    @Test
    void fileWritesAFile() throws Exception {
        shipped.send("try.file", Shipped.event());

        await().untilAsserted(() ->
                assertThat(shipped.folder.resolve("out/evt_1.json")).hasContent(Shipped.event()));
    }

    @Test
    void fileTakesAFile() throws Exception {
        Path in = Files.createDirectories(shipped.folder.resolve("in"));
        Files.writeString(in.resolve("note.txt"), "hello");

        assertThat(text(shipped.taken("file-in"))).isEqualTo("hello");
    }
}
