package io.tollgate.warmup;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection to this gateway's own port, kept open, one request at a time. A socket, since a whole HTTP client would
 * have to be loaded and compiled itself, in the seconds that are for the gateway.
 */
final class Connection implements AutoCloseable {
    private static final int CONNECT_MILLIS = 1000;
    /** Longer than any answer takes: what is under way is known to be over, or the connection is. */
    private static final int ANSWER_MILLIS = 60_000;

    private static final String LENGTH = "content-length: ";
    /** Tomcat ends a connection after a hundred requests. */
    private static final String LAST = "connection: close";

    private final InetSocketAddress address;
    private final String request;
    private Socket socket;
    private InputStream in;

    Connection(InetSocketAddress address, String path) {
        this.address = address;
        this.request = "POST " + path + " HTTP/1.1\r\nHost: localhost:" + address.getPort()
                + "\r\nUser-Agent: Stripe/1.0 (+https://stripe.com/docs/webhooks)\r\nAccept: */*; q=0.5, application/xml"
                + "\r\nCache-Control: no-cache\r\nContent-Type: application/json; charset=utf-8\r\n";
    }

    /** Returns the status of the answer, once that is read to its end. */
    int post(byte[] body, String signature) throws IOException {
        if (socket == null) {
            connect();
        }
        String head = request + "Content-Length: " + body.length + "\r\nStripe-Signature: " + signature + "\r\n\r\n";
        ByteArrayOutputStream all = new ByteArrayOutputStream(head.length() + body.length);
        all.write(head.getBytes(StandardCharsets.US_ASCII));
        all.write(body);
        all.writeTo(socket.getOutputStream());
        return status();
    }

    private void connect() throws IOException {
        socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(ANSWER_MILLIS);
        socket.connect(address, CONNECT_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    private int status() throws IOException {
        String first = line();
        if (!first.matches("http/1\\.1 \\d{3}.*")) {
            throw new IOException("the answer is not HTTP/1.1");
        }
        int length = 0;
        boolean last = false;
        for (String line = line(); !line.isEmpty(); line = line()) {
            length = line.startsWith(LENGTH) ? Integer.parseInt(line.substring(LENGTH.length())) : length;
            last |= line.equals(LAST);
        }
        in.skipNBytes(length);
        if (last) {
            close();
        }
        return Integer.parseInt(first.substring(9, 12));
    }

    /** The next one, in lower case. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the connection was closed");
            }
            line.append((char) next);
        }
        return line.toString().stripTrailing().toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
