package io.tollgate.alerts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a receiver wants its JSON. */
enum Shape {
    GENERIC {
        @Override
        Map<String, Object> body(Message message, String routingKey) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("id", message.id());
            body.put("key", message.key());
            body.put("event", message.edge().toString());
            body.put("condition", message.condition());
            body.put("subject", message.subject());
            body.put("source", message.source());
            body.put("at", message.at().toString());
            body.put("title", message.title());
            body.put("text", message.text());
            return body;
        }
    },
    /** <a href="https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks">Incoming webhooks</a>. */
    SLACK {
        @Override
        Map<String, Object> body(Message message, String routingKey) {
            return Map.of("text", slackText(message.title() + "\n" + message.text()));
        }
    },
    /** A workflow of Teams takes nothing but an Adaptive Card. */
    TEAMS {
        @Override
        Map<String, Object> body(Message message, String routingKey) {
            Map<String, Object> card = new LinkedHashMap<>();
            card.put("$schema", "http://adaptivecards.io/schemas/adaptive-card.json");
            card.put("type", "AdaptiveCard");
            card.put("version", "1.2");
            card.put(
                    "body",
                    List.of(
                            Map.of("type", "TextBlock", "weight", "Bolder", "wrap", true, "text", message.title()),
                            // a single line end is none in a card
                            Map.of(
                                    "type",
                                    "TextBlock",
                                    "wrap",
                                    true,
                                    "text",
                                    message.text().replace("\n", "\n\n"))));
            return Map.of(
                    "type",
                    "message",
                    "attachments",
                    List.of(Map.of("contentType", "application/vnd.microsoft.card.adaptive", "content", card)));
        }
    },
    /** The Events API v2. */
    PAGERDUTY {
        @Override
        Map<String, Object> body(Message message, String routingKey) {
            Map<String, Object> body = new LinkedHashMap<>();
            body.put("routing_key", routingKey);
            body.put("event_action", message.edge() == Edge.ENDED ? "resolve" : "trigger");
            body.put("dedup_key", message.key());
            Map<String, Object> payload = new LinkedHashMap<>();
            payload.put("summary", cut(message.title()));
            payload.put("source", message.source());
            payload.put("severity", message.edge() == Edge.TEST ? "info" : "error");
            payload.put("timestamp", message.at().toString());
            payload.put("component", message.condition());
            payload.put("custom_details", Map.of("text", message.text(), "id", message.id()));
            body.put("payload", payload);
            return body;
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_SUMMARY = 1024;

    abstract Map<String, Object> body(Message message, String routingKey);

    String json(Message message, String routingKey) {
        try {
            return JSON.writeValueAsString(body(message, routingKey));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Else an event type could call everybody in the channel. */
    private static String slackText(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static String cut(String text) {
        return text.length() > LONGEST_SUMMARY ? text.substring(0, LONGEST_SUMMARY) : text;
    }
}
