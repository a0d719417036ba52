package io.tollgate.cli;

import com.stripe.StripeClient;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.model.Event;
import com.stripe.model.v2.core.EventNotification;
import com.stripe.net.Webhook;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers as the gateway does, and keeps what it verified; its signatures are stripe-java's to judge. */
final class RecordingGateway implements AutoCloseable {
    private final HttpServer server;
    private final String secret;
    private final int failsFrom;
    private final List<Event> events = new CopyOnWriteArrayList<>();
    private final List<EventNotification> notifications = new CopyOnWriteArrayList<>();
    private final List<String> bodies = new CopyOnWriteArrayList<>();

    /** Its path is {@code /webhooks/stripe}; from its nth event on it answers 503. */
    RecordingGateway(String secret, int failsFrom) throws IOException {
        this.secret = secret;
        this.failsFrom = failsFrom;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/webhooks/stripe", this::receive);
        server.start();
    }

    RecordingGateway(String secret) throws IOException {
        this(secret, Integer.MAX_VALUE);
    }

    private void receive(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String signature = exchange.getRequestHeaders().getFirst("Stripe-Signature");
        try {
            if (body.contains("\"v2.core.event\"")) {
                notifications.add(new StripeClient("sk_test_none").parseEventNotification(body, signature, secret));
                answer(exchange, 200, "{\"received\":true,\"duplicate\":false}");
                return;
            }
            Event event = Webhook.constructEvent(body, signature, secret);
            if (events.size() + 1 >= failsFrom) {
                answer(exchange, 503, "{\"status\":503,\"detail\":\"The database is away\"}");
                return;
            }
            events.add(event);
            bodies.add(body);
            boolean duplicate = event.getType().equals("customer.created");
            answer(
                    exchange,
                    200,
                    "{\"received\":true,\"id\":\"" + event.getId() + "\",\"duplicate\":" + duplicate + "}");
        } catch (SignatureVerificationException e) {
            answer(exchange, 400, "{\"reason\":\"no-matching-signature\",\"detail\":\"None of the secrets fits\"}");
        }
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** What carried a right signature and got a 200. */
    List<Event> events() {
        return events;
    }

    /** The same of thin events. */
    List<EventNotification> notifications() {
        return notifications;
    }

    /** Of the same as {@link #events()}. */
    List<String> bodies() {
        return bodies;
    }

    int port() {
        return server.getAddress().getPort();
    }

    String url() {
        return "http://127.0.0.1:" + port() + "/webhooks/stripe";
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
