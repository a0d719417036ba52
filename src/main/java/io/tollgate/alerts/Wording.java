package io.tollgate.alerts;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Words the messages of one gateway. */
record Wording(String installation, String gateway) {
    private static final String PAGE = "docs/alerts.md#";

    Message of(Alert alert, Edge edge) {
        Condition condition = Condition.of(alert.condition()).orElseThrow();
        String key = installation + ":" + condition + ":" + alert.id();
        return message(key, key + ":" + edge, condition, alert, edge);
    }

    /** The same key from every gateway, so that a pager makes one alert of it; nobody can number it while the database is away. */
    Message ofDatabase(Alert alert, Edge edge) {
        String key = installation + ":" + Condition.DATABASE_AWAY;
        String id = key + ":" + gateway + ":" + seconds(alert.beganAt()) + ":" + edge;
        return message(key, id, Condition.DATABASE_AWAY, alert, edge);
    }

    private Message message(String key, String id, Condition condition, Alert alert, Edge edge) {
        boolean ended = edge == Edge.ENDED;
        String subject = alert.subject().isEmpty() ? "" : ": " + alert.subject();
        String title =
                "[" + installation + " " + gateway + "] " + condition + subject + (ended ? " has ended" : " began");
        String text = ended ? ended(condition, alert) : began(condition, alert);
        Instant at = ended ? alert.endedAt() : alert.beganAt();
        return new Message(id, key, edge, condition.toString(), alert.subject(), source(), title, text, at);
    }

    private static String began(Condition condition, Alert alert) {
        return """
                Since %s: %s.
                %s
                What to do: %s.
                Look first: %s
                More: %s%s
                """.formatted(
                        seconds(alert.seenAt()),
                        condition.sentence(),
                        alert.details(),
                        condition.advice(),
                        condition.command(),
                        PAGE,
                        condition);
    }

    private static String ended(Condition condition, Alert alert) {
        return """
                It lasted from %s to %s: %s.
                %s
                More: %s%s
                """.formatted(
                        seconds(alert.seenAt()),
                        seconds(alert.goneAt()),
                        condition.sentence(),
                        alert.details(),
                        PAGE,
                        condition);
    }

    Message test(Instant now) {
        String key = installation + ":test:" + now.toEpochMilli();
        String title = "[" + installation + " " + gateway + "] test of the alerts";
        return new Message(
                key,
                key,
                Edge.TEST,
                "test",
                "",
                source(),
                title,
                "Somebody has asked for it. Nothing is wrong.\n",
                now);
    }

    private String source() {
        return installation + " " + gateway;
    }

    private static Instant seconds(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS);
    }
}
