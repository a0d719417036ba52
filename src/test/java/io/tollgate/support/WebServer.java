package io.tollgate.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers each request with the same words, and keeps what it was asked. */
public final class WebServer implements AutoCloseable {
    public static final String ANSWER = "the answer";

    /** Method, path and body of each request. */
    public final List<String> requests = new CopyOnWriteArrayList<>();

    /** How many requests are answered 500 from now on. */
    public final AtomicInteger failures = new AtomicInteger();

    private final HttpServer server;

    public WebServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body);
        byte[] answer = ANSWER.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(
                failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0 ? 500 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /**
     * Answers one GET, with names of headers as they are, which a server of the JDK writes in letters of its own.
     *
     * @return its port
     */
    public static int answerOnce(Map<String, String> headers) throws IOException {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> answerOnce(socket, headers), "answer-once");
        thread.setDaemon(true);
        thread.start();
        return socket.getLocalPort();
    }

    private static void answerOnce(ServerSocket socket, Map<String, String> headers) {
        try (socket;
                Socket client = socket.accept()) {
            BufferedReader request = new BufferedReader(new InputStreamReader(client.getInputStream()));
            while (!request.readLine().isEmpty()) {
                // the request line and the headers
            }
            StringBuilder answer = new StringBuilder("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n");
            headers.forEach((name, value) ->
                    answer.append(name).append(": ").append(value).append("\r\n"));
            client.getOutputStream().write(answer.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
