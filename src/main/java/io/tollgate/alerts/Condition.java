package io.tollgate.alerts;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What can be out of order. Each has a section of its name in docs/alerts.md. */
public enum Condition {
    FLOW_FAILING(
            "a flow keeps failing, its events wait",
            "mend the flow, the table or the destination; nothing is lost meanwhile",
            "./tollgate status"),
    QUEUE_FLOW_FAILING(
            "a flow behind a queue fails",
            "mend what its messages fail on; they are tried again by themselves",
            "./tollgate status"),
    DEAD_LETTERS(
            "messages are in a dead letter queue",
            "mend the cause, then send them back with ./tollgate dlq retry",
            "./tollgate dlq list"),
    DEAD_EVENTS(
            "events are dead", "mend the cause, then ./tollgate replay --status dead --type TYPE", "./tollgate status"),
    OLDEST_WAITING(
            "events have waited for too long",
            "status says why they wait: a failing flow, a broker that is away, or too few relay threads",
            "./tollgate status"),
    RECONCILE_BEHIND(
            "what never arrived is not looked for any more",
            "look at the key of Stripe's API and at the way to it; Stripe lists its events for 30 days",
            "./tollgate reconcile --dry-run"),
    ENDPOINT_DISABLED(
            "Stripe has disabled an endpoint, so no events come from it",
            "see that Stripe can reach the gateway, then ./tollgate endpoint apply enables it",
            "./tollgate endpoint plan"),
    DISK_LOW(
            "the disk of the data folder is nearly full",
            "delete or move other files, or enlarge it",
            "df -h, in the data folder"),
    ROUTES_REFUSED(
            "changed routes stay refused, and those of before are in effect",
            "correct the routes in the folder, or put those of before back",
            "./tollgate check"),
    SIGNATURES_REFUSED(
            "events are refused one after the other",
            "most often the signing secret is that of another endpoint or mode; the log names the reason",
            "./tollgate secrets"),
    PATHS_UNKNOWN(
            "requests go to a path that is no endpoint",
            "compare the URL in Stripe's Dashboard with /webhooks/stripe and the names of the endpoints",
            "./tollgate endpoint plan"),
    BROKER_AWAY(
            "the broker is away",
            "get it back; what needs it waits, and is routed then by itself",
            "./tollgate status"),
    MAIL_SERVER_AWAY(
            "the mail server is away",
            "get it back; mails wait in their queue, and end in its dead letter queue after their last try",
            "./tollgate dlq list"),
    GATEWAYS_SILENT(
            "only one gateway is left",
            "start the others, or see why they do not reach the database",
            "./tollgate status"),
    NO_EVENTS(
            "no event has come for longer than is usual",
            "see in Stripe's Dashboard whether events were sent, and what they were answered",
            "./tollgate reconcile --dry-run"),
    DATABASE_AWAY(
            "the database is away, so events are answered 503",
            "get it back; Stripe sends again what was answered 503",
            "./tollgate status");

    private final String sentence;
    private final String advice;
    private final String command;

    Condition(String sentence, String advice, String command) {
        this.sentence = sentence;
        this.advice = advice;
        this.command = command;
    }

    String sentence() {
        return sentence;
    }

    String advice() {
        return advice;
    }

    String command() {
        return command;
    }

    /** By its name as it is written: {@code broker-away}. */
    public static Optional<Condition> of(String name) {
        return Stream.of(values())
                .filter(condition -> condition.toString().equals(name))
                .findFirst();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
