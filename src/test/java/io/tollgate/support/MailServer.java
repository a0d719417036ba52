package io.tollgate.support;

import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A real SMTP server that keeps mails, or answers as the test wants; it can go away, and come back on its port. */
public final class MailServer implements AutoCloseable {
    /** What the server says to a mail; throws to refuse it. */
    public interface Answer {
        void to(MimeMessage mail) throws RejectException, MessagingException;
    }

    /** What the server says to a recipient; throws to refuse it. */
    public interface RecipientAnswer {
        void to(String recipient) throws RejectException;
    }

    public final List<MimeMessage> mails = new CopyOnWriteArrayList<>();
    public final List<String> senders = new CopyOnWriteArrayList<>();
    public final List<String> tries = new CopyOnWriteArrayList<>();
    public volatile Answer answer = mail -> {};
    public volatile RecipientAnswer recipientAnswer = recipient -> {};
    private SMTPServer server;
    private int port;
    private Closeable instead;

    /** One that is there. */
    public MailServer() {
        instead = () -> {};
        start();
    }

    public void start() {
        release();
        server = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .messageHandlerFactory(context -> new Receiving())
                .build();
        server.start();
        port = server.getPortAllocated();
    }

    /** The plain text of a mail, which may have an HTML part beside it. */
    public static String text(MimeMessage mail) throws MessagingException, IOException {
        return mail.getContent() instanceof Multipart parts
                ? parts.getBodyPart(0).getContent().toString()
                : mail.getContent().toString();
    }

    /** Connections are refused from now on; nobody else gets the port. */
    public void stop() {
        close();
        Socket bound = new Socket();
        instead = bound;
        try {
            bound.setReuseAddress(true);
            bound.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Connections are taken from now on, and nothing is ever said. */
    public void hang() {
        close();
        try {
            instead = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void release() {
        try {
            instead.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** The event of each mail, in the order of their arrival. */
    public List<String> eventIds() {
        List<String> ids = new ArrayList<>();
        for (MimeMessage mail : mails) {
            ids.add(eventId(mail));
        }
        return ids;
    }

    public MimeMessage mailOf(String eventId) {
        return mails.stream()
                .filter(mail -> eventId.equals(eventId(mail)))
                .findFirst()
                .orElse(null);
    }

    public static String eventId(MimeMessage mail) {
        try {
            return mail.getHeader("X-Stripe-Event-Id", null);
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    public long triesOf(String eventId) {
        return tries.stream().filter(eventId::equals).count();
    }

    @Override
    public void close() {
        server.stop();
        release();
    }

    private final class Receiving implements MessageHandler {
        @Override
        public void from(String from) {
            senders.add(from);
        }

        @Override
        public void recipient(String recipient) throws RejectException {
            recipientAnswer.to(recipient);
        }

        @Override
        public String data(InputStream data) throws RejectException {
            try {
                MimeMessage mail = new MimeMessage(
                        Session.getInstance(new Properties()), new ByteArrayInputStream(data.readAllBytes()));
                tries.add(eventId(mail));
                answer.to(mail);
                mails.add(mail);
                return null;
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new RejectException(451, "The mail broke off");
            }
        }

        @Override
        public void done() {}
    }
}
