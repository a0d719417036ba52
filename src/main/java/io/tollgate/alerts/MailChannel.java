package io.tollgate.alerts;

import jakarta.mail.Authenticator;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.List;
import java.util.Properties;

/** Sends messages as plain text, over a connection of its own each. */
final class MailChannel implements Channel {
    static final String NAME = "mail";

    private final MailServerSettings server;
    private final String from;
    private final List<String> to;

    MailChannel(MailServerSettings server, String from, List<String> to) {
        this.server = server;
        this.from = from;
        this.to = to;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String send(Message message) throws NotTaken {
        try {
            Transport.send(mail(message));
            return "taken by " + server;
        } catch (MessagingException e) {
            // what the server says may quote addresses
            throw new NotTaken(server + " did not take it (" + e.getClass().getSimpleName() + ")");
        }
    }

    private MimeMessage mail(Message message) throws MessagingException {
        MimeMessage mail = new WithId(session(), message);
        mail.setFrom(new InternetAddress(from));
        for (String address : to) {
            mail.addRecipient(MimeMessage.RecipientType.TO, new InternetAddress(address.strip()));
        }
        mail.setSubject(message.title(), StandardCharsets.UTF_8.name());
        mail.setText(message.text(), StandardCharsets.UTF_8.name());
        mail.setSentDate(Date.from(message.at()));
        mail.setHeader("X-Tollgate-Alert", message.id());
        mail.setHeader("Auto-Submitted", "auto-generated");
        return mail;
    }

    private Session session() {
        Properties properties = new Properties();
        properties.setProperty("mail.smtp.host", server.host());
        properties.setProperty("mail.smtp.port", String.valueOf(server.port()));
        properties.setProperty(
                "mail.smtp.auth", String.valueOf(!server.username().isBlank()));
        properties.putAll(server.properties());
        return Session.getInstance(properties, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(server.username(), server.password());
            }
        });
    }

    /** With the same id each time that it is sent: who reads mails sees one of them twice, or once. */
    private static final class WithId extends MimeMessage {
        private final Message message;

        WithId(Session session, Message message) {
            super(session);
            this.message = message;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + message.id().replaceAll("[^A-Za-z0-9.-]", ".") + "@tollgate.invalid>");
        }
    }
}
