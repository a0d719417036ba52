package io.tollgate.support;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Sends to queues over STOMP, as a client in any language does: headers as they are, without JMS's rules for names. */
public final class Stomp {
    private Stomp() {}

    /** Returns once the broker has the message. */
    public static void send(int port, String queue, Map<String, String> headers, String body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            frame(out, "CONNECT", Map.of("accept-version", "1.2", "host", "localhost"), "");
            expect(socket, "CONNECTED");
            Map<String, String> all = new LinkedHashMap<>(headers);
            all.put("destination", "/queue/" + queue);
            all.put("persistent", "true");
            all.put("receipt", "1");
            frame(out, "SEND", all, body);
            expect(socket, "RECEIPT");
        }
    }

    /** Logs in and takes the next message from the queue; its body, without line ends around it. */
    public static String receive(int port, String login, String passcode, String queue) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            frame(
                    out,
                    "CONNECT",
                    Map.of("accept-version", "1.2", "host", "x", "login", login, "passcode", passcode),
                    "");
            expect(socket, "CONNECTED");
            frame(out, "SUBSCRIBE", Map.of("id", "0", "destination", "/queue/" + queue, "ack", "auto"), "");
            String message = expect(socket, "MESSAGE");
            return message.substring(message.indexOf("\n\n")).strip();
        }
    }

    private static void frame(OutputStream out, String command, Map<String, String> headers, String body)
            throws IOException {
        StringBuilder frame = new StringBuilder(command).append('\n');
        headers.forEach(
                (name, value) -> frame.append(name).append(':').append(value).append('\n'));
        out.write(frame.append('\n').append(body).append('\0').toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String expect(Socket socket, String command) throws IOException {
        StringBuilder frame = new StringBuilder();
        for (int c = socket.getInputStream().read();
                c > 0;
                c = socket.getInputStream().read()) {
            frame.append((char) c);
        }
        if (!frame.toString().strip().startsWith(command)) {
            throw new IOException("Not " + command + ", but: " + frame);
        }
        return frame.toString();
    }
}
