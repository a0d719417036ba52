package io.tollgate.alerts;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Whether the mail server greets. It is asked only while somebody needs it: an installation without mails may have none.
 *
 * @param needed whether mails are to be sent
 */
record MailServerAway(MailServerSettings server, BooleanSupplier needed) implements Question {
    private static final int TIMEOUT_MILLIS = 5000;
    private static final int SMTPS = 465;

    @Override
    public Condition condition() {
        return Condition.MAIL_SERVER_AWAY;
    }

    @Override
    public List<Sight> ask() {
        return !server.isGiven() || !needed.getAsBoolean() || greets()
                ? List.of()
                : List.of(new Sight(condition(), "", "No answer of " + server));
    }

    private boolean greets() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.host(), server.port()), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            if (server.port() == SMTPS) {
                return true; // it waits for the client to begin
            }
            boolean greeted = socket.getInputStream().read() == '2';
            socket.getOutputStream().write("QUIT\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            return greeted;
        } catch (IOException e) {
            return false;
        }
    }
}
