package io.tollgate.alerts;

import io.tollgate.text.Visible;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Posts messages. The URL is a secret: it is in no log and no error. */
final class WebhookChannel implements Channel {
    static final String NAME = "webhook";

    private static final int MOST_ANSWER = 200;

    private final URI url;
    private final Shape shape;
    private final String routingKey;
    private final Duration timeout;
    private final HttpClient http;

    WebhookChannel(URI url, Shape shape, String routingKey, Duration timeout) {
        this.url = url;
        this.shape = shape;
        this.routingKey = routingKey;
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .executor(WebhookChannel::run)
                .build();
    }

    /** Threads of the client's own would live on after a message, and Tomcat complains at a stop of those that are like its own. */
    private static void run(Runnable task) {
        Thread thread = new Thread(task, "alerts-webhook");
        thread.setDaemon(true);
        thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
        thread.start();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String send(Message message) throws NotTaken {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(timeout)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", message.id())
                .POST(HttpRequest.BodyPublishers.ofString(shape.json(message, routingKey)))
                .build();
        CompletableFuture<String> answer =
                http.sendAsync(request, BodyHandlers.ofInputStream()).thenApply(this::answer);
        try {
            String said = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (!said.startsWith("2")) {
                throw new NotTaken("it answers " + said);
            }
            return said;
        } catch (ExecutionException e) {
            // its message may have the address in it
            throw new NotTaken("no answer (" + e.getCause().getClass().getSimpleName() + ")");
        } catch (TimeoutException e) {
            throw new NotTaken("no answer within " + timeout.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotTaken("it was stopped");
        } finally {
            answer.cancel(true);
        }
    }

    private String answer(HttpResponse<InputStream> response) {
        try (InputStream body = response.body()) {
            String said = new String(body.readNBytes(MOST_ANSWER), StandardCharsets.UTF_8).strip();
            return (response.statusCode() + " " + Visible.of(withoutSecrets(said))).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String withoutSecrets(String said) {
        String without = said.replace(url.toString(), "…");
        return routingKey.isBlank() ? without : without.replace(routingKey, "…");
    }
}
