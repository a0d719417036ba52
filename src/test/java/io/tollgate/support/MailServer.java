package io.tollgate.routing;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A real SMTP server that keeps mails, or answers as the test wants. */
final class MailServer implements AutoCloseable {
    /** What the server says to a mail; throws to refuse it. */
    interface Answer {
        void to(MimeMessage mail) throws RejectException, MessagingException;
    }

    /** What the server says to a recipient; throws to refuse it. */
    interface RecipientAnswer {
        void to(String recipient) throws RejectException;
    }

    final List<MimeMessage> mails = new CopyOnWriteArrayList<>();
    final List<String> tries = new CopyOnWriteArrayList<>();
    volatile Answer answer = mail -> {};
    volatile RecipientAnswer recipientAnswer = recipient -> {};
    private final SMTPServer server;

    MailServer() {
        server = SMTPServer.port(0)
                .bindAddress(java.net.InetAddress.getLoopbackAddress())
                .messageHandlerFactory(context -> new Receiving())
                .build();
        server.start();
    }

    int port() {
        return server.getPortAllocated();
    }

    MimeMessage mailOf(String eventId) throws MessagingException {
        for (MimeMessage mail : mails) {
            if (eventId.equals(mail.getHeader("X-Stripe-Event-Id", null))) {
                return mail;
            }
        }
        return null;
    }

    long triesOf(String eventId) {
        return tries.stream().filter(eventId::equals).count();
    }

    @Override
    public void close() {
        server.stop();
    }

    private final class Receiving implements MessageHandler {
        @Override
        public void from(String from) {}

        @Override
        public void recipient(String recipient) throws RejectException {
            recipientAnswer.to(recipient);
        }

        @Override
        public String data(InputStream data) throws RejectException {
            try {
                MimeMessage mail = new MimeMessage(
                        Session.getInstance(new Properties()), new ByteArrayInputStream(data.readAllBytes()));
                tries.add(mail.getHeader("X-Stripe-Event-Id", null));
                answer.to(mail);
                mails.add(mail);
                return null;
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void done() {}
    }
}
