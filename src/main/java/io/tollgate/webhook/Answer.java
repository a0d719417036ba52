package io.tollgate.webhook;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;

/** What a request is answered with: 200 for an event that is committed, and a problem for all else. */
sealed interface Answer {
    /** Seconds; Stripe keeps a schedule of its own, other senders follow this. */
    String RETRY_AFTER = "10";

    Outcome outcome();

    String contentType();

    String json();

    /** The event with this id is in the inbox, now or since Stripe sent it before. */
    record Stored(String id, boolean duplicate) implements Answer {
        @Override
        public Outcome outcome() {
            return duplicate ? Outcome.DUPLICATE : Outcome.STORED;
        }

        @Override
        public String contentType() {
            return "application/json";
        }

        @Override
        public String json() {
            return "{\"received\":true,\"id\":\"" + id + "\",\"duplicate\":" + duplicate + "}";
        }
    }

    /**
     * Nothing of the request was stored. A problem as RFC 9457 writes it.
     *
     * @param detail a sentence that names the fix; without payload and secret
     */
    record Refused(Outcome outcome, String detail) implements Answer {
        /** For each failure that is not the event's: anything but 503 would tell Stripe that the event is at fault. */
        static final Refused NOT_STORED =
                new Refused(Outcome.NOT_STORED, "The event could not be stored. Send it again later.");

        static final Refused NOT_READY =
                new Refused(Outcome.NOT_READY, "The gateway is starting or stopping. Send the event again.");
        static final Refused BUSY = new Refused(Outcome.BUSY, "Too many events at once. Send the event again later.");
        static final Refused DISPLACED =
                new Refused(Outcome.DISPLACED, "Others needed the place of this body. Send the event again later.");
        static final Refused NOT_POST = new Refused(Outcome.NOT_POST, "Use POST.");
        static final Refused TOO_SLOW = new Refused(Outcome.TOO_SLOW, "The body came too slowly. Send it in one go.");
        static final Refused UNREADABLE = new Refused(
                Outcome.NOT_AN_EVENT, "The body ended early or broke its transfer encoding. Send it whole.");
        static final Refused FOREIGN_ADDRESS = new Refused(
                Outcome.FOREIGN_ADDRESS,
                "This endpoint takes nothing from this address. If Stripe sent it, bring"
                        + " tollgate.webhook.source-addresses-file up to date; if a proxy of yours did, name it in"
                        + " tollgate.webhook.proxies.");
        static final Refused TOO_MANY_REQUESTS = new Refused(
                Outcome.TOO_MANY_REQUESTS,
                "Too many requests of this address were refused. Send the event again later, and correct what was wrong.");
        static final Refused NO_SUCH_ENDPOINT = new Refused(
                Outcome.NO_SUCH_ENDPOINT,
                "No such endpoint. Post to " + WebhookEngine.PATH + " or to " + WebhookEngine.PATH
                        + "/{endpoint}, without a slash at the end; set tollgate.webhook.endpoints.{endpoint}.secrets"
                        + " for a new one.");

        /** @param limit bytes */
        static Refused tooLarge(int limit) {
            return new Refused(
                    Outcome.TOO_LARGE,
                    "The body has more than " + limit + " bytes. Raise tollgate.webhook.max-body if Stripe sent it.");
        }

        public Refused {
            if (!outcome.status().isError()) {
                throw new IllegalArgumentException("An event that is " + outcome + " is not refused");
            }
        }

        @Override
        public String contentType() {
            return "application/problem+json";
        }

        @Override
        public String json() {
            HttpStatus status = outcome.status();
            ObjectNode problem = JsonNodeFactory.instance
                    .objectNode()
                    .put("type", "about:blank")
                    .put("title", status.getReasonPhrase())
                    .put("status", status.value())
                    .put("detail", detail);
            if (status == HttpStatus.BAD_REQUEST) {
                problem.put("reason", outcome.toString());
            }
            return problem.toString();
        }
    }

    /** The same, to an event of the warm-up: counted nowhere. */
    record Uncounted(Answer answer) implements Answer {
        @Override
        public Outcome outcome() {
            return answer.outcome();
        }

        @Override
        public String contentType() {
            return answer.contentType();
        }

        @Override
        public String json() {
            return answer.json();
        }
    }

    /** Answers with it, unless an answer is on its way already. */
    default void writeTo(HttpServletResponse response) throws IOException {
        if (response.isCommitted()) {
            return;
        }
        HttpStatus status = outcome().status();
        response.setStatus(status.value());
        if (status.isError()) {
            // of a stranger, one answer waits at most to be read: it always fits into the socket's buffer
            response.setHeader("Connection", "close");
        }
        if (status == HttpStatus.SERVICE_UNAVAILABLE || status == HttpStatus.TOO_MANY_REQUESTS) {
            response.setHeader("Retry-After", RETRY_AFTER);
        }
        if (status == HttpStatus.METHOD_NOT_ALLOWED) {
            response.setHeader("Allow", "POST");
        }
        response.setContentType(contentType());
        byte[] bytes = json().getBytes(StandardCharsets.UTF_8);
        response.setContentLength(bytes.length);
        response.getOutputStream().write(bytes);
        response.flushBuffer();
    }
}
