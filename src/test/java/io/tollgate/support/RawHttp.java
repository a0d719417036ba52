package io.tollgate.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** One request over a socket of its own, byte for byte as the test wants it. */
public final class RawHttp {
    private static final int PATIENCE_MS = 20_000;

    private RawHttp() {}

    /**
     * @param status 0 when there is no status line: the server closed the connection without an answer, or answered an HTTP/0.9 one
     * @param head status line and headers
     * @param sent bytes that could be written before the server stopped reading
     * @param continued whether the server asked for the body (100 Continue)
     */
    public record Answer(int status, List<String> head, String body, long sent, boolean continued) {
        public String header(String name) {
            return head.stream()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse(null);
        }
    }

    public static Answer send(int port, byte[] request) throws IOException {
        return send(port, request, new byte[0], 0);
    }

    /** Sends the request, the chunk as often as told, and no more; then reads until the server closes. */
    public static Answer send(int port, byte[] request, byte[] chunk, int times) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MS);
            long sent = write(socket, request, chunk, times);
            return parse(read(socket), sent);
        }
    }

    private static long write(Socket socket, byte[] request, byte[] chunk, int times) {
        long sent = 0;
        try {
            var out = socket.getOutputStream();
            out.write(request);
            sent += request.length;
            for (int i = 0; i < times; i++) {
                out.write(chunk);
                sent += chunk.length;
            }
            socket.shutdownOutput();
        } catch (IOException e) {
            // the server has answered and closed; what it said is read next
        }
        return sent;
    }

    private static byte[] read(Socket socket) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        try {
            InputStream in = socket.getInputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                answer.write(buffer, 0, n);
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // reset: the rest of the request was not read, the answer came before it
        }
        return answer.toByteArray();
    }

    private static Answer parse(byte[] bytes, long sent) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        boolean continued = text.startsWith("HTTP/1.1 100");
        if (continued) {
            text = text.substring(text.indexOf("\r\n\r\n") + 4);
        }
        if (!text.startsWith("HTTP/1.1 ")) {
            return new Answer(0, List.of(), text, sent, continued);
        }
        int end = text.indexOf("\r\n\r\n");
        List<String> head = Arrays.asList(text.substring(0, end).split("\r\n"));
        int status = Integer.parseInt(head.get(0).substring(9, 12));
        return new Answer(status, head, text.substring(end + 4), sent, continued);
    }
}
