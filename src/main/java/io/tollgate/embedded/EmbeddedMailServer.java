package io.tollgate.embedded;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** An SMTP server of our own on 127.0.0.1 that keeps every mail of up to 10 MB as a file and delivers none. */
public final class EmbeddedMailServer {
    private static final Logger log = LoggerFactory.getLogger(EmbeddedMailServer.class);

    /** Of one mail. */
    static final int MOST_BYTES = 10 << 20;

    private final MailFolder folder;
    private final SMTPServer server;

    /**
     * @param directory where the mails are kept, one {@code .eml} file each; made when it is missing
     * @param port 0 for a free one
     */
    public EmbeddedMailServer(Path directory, int port, Clock clock) {
        this.folder = new MailFolder(directory, clock);
        this.server = SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                // the real name would be looked up, which can take seconds
                .hostName("localhost")
                .softwareName("Tollgate")
                .maxMessageSize(MOST_BYTES)
                .messageHandlerFactory(context -> new Keep())
                .build();
        HttpVerb.ALL.forEach(server.getCommandHandler()::addCommand);
    }

    /** @throws InvalidConfiguration when the port is taken or the folder cannot be written; says the way out */
    public void start() {
        FreePort.require(server.getPort(), "mail server", "tollgate.embedded.smtp-port");
        folder.open();
        server.start();
    }

    public void stop() {
        server.stop();
    }

    public int port() {
        return server.getPortAllocated();
    }

    private final class Keep implements MessageHandler {
        @Override
        public void from(String sender) {}

        @Override
        public void recipient(String recipient) {}

        @Override
        public String data(InputStream mail) throws RejectException, IOException {
            try {
                folder.keep(mail, MOST_BYTES);
                return null;
            } catch (MailFolder.TooLarge e) {
                readRest(mail);
                throw new RejectException(552, "5.3.4 A mail may have " + MOST_BYTES + " bytes");
            } catch (IOException e) {
                log.error("A mail was not kept: {}", e.toString());
                readRest(mail);
                throw new RejectException(451, "4.3.0 The mail could not be kept, try again later");
            }
        }

        /** What is left unread would be taken for commands. */
        private static void readRest(InputStream mail) throws IOException {
            mail.transferTo(OutputStream.nullOutputStream());
        }

        @Override
        public void done() {}
    }
}
