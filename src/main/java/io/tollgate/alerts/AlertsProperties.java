package io.tollgate.alerts;

import io.tollgate.InvalidConfiguration;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the alerts.
 *
 * @param name of this installation, in messages and in the keys by which a pager tells one alert from another
 * @param interval how often a gateway looks; 1 s to 1 min
 * @param hold how long a condition has to hold before it is told, and to be gone before its end is told; up to 1 day
 * @param off conditions that are not looked at
 */
@ConfigurationProperties("tollgate.alerts")
record AlertsProperties(
        @DefaultValue("tollgate") String name,
        @DefaultValue("15s") Duration interval,
        @DefaultValue("1m") Duration hold,
        @DefaultValue List<Condition> off,
        @DefaultValue Mail mail,
        @DefaultValue Webhook webhook,
        @DefaultValue Limit limit) {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration DAY = Duration.ofDays(1);

    AlertsProperties {
        between("interval", interval, Duration.ofSeconds(1), MINUTE);
        between("hold", hold, Duration.ZERO, DAY);
        require(!name.isBlank() && name.length() <= 50, "tollgate.alerts.name is empty or long: set up to 50 letters");
    }

    /**
     * @param to addresses; empty for no mail
     * @param from empty for that of {@code tollgate.mail.from}
     */
    record Mail(@DefaultValue List<String> to, String from) {
        Mail {
            from = from == null ? "" : from;
        }
    }

    /**
     * @param url a secret, as whoever has it can write there
     * @param urlFile a file with the URL, read at the start
     * @param routingKey of PagerDuty; a secret
     * @param timeout of a whole request; 1 s to 30 s
     */
    record Webhook(
            String url,
            Path urlFile,
            @DefaultValue("generic") Shape shape,
            String routingKey,
            @DefaultValue("10s") Duration timeout) {
        Webhook {
            url = url == null ? "" : url;
            routingKey = routingKey == null ? "" : routingKey;
            between("webhook.timeout", timeout, Duration.ofSeconds(1), Duration.ofSeconds(30));
            require(
                    shape != Shape.PAGERDUTY || !routingKey.isBlank(),
                    "tollgate.alerts.webhook.shape is pagerduty: set tollgate.alerts.webhook.routing-key, too");
            require(url.isBlank() || isHttp(url), "tollgate.alerts.webhook.url has to begin with https:// or http://");
        }

        static boolean isHttp(String url) {
            try {
                URI uri = URI.create(url.strip());
                return uri.getHost() != null && List.of("http", "https").contains(uri.getScheme());
            } catch (IllegalArgumentException e) {
                return false;
            }
        }

        /** No part of it is for a log. */
        @Override
        public String toString() {
            return "webhook of shape " + shape;
        }
    }

    /** From when on a condition holds; each by its name. */
    record Limit(
            @DefaultValue("5m") Duration queueFlowFailing,
            @DefaultValue("0") long deadLetters,
            @DefaultValue("0") long deadEvents,
            @DefaultValue("30m") Duration oldestWaiting,
            @DefaultValue("1h") Duration reconcileBehind,
            @DefaultValue("512MB") DataSize diskLow,
            @DefaultValue("1h") Duration routesRefused,
            @DefaultValue("20") int signaturesRefused,
            @DefaultValue("50") int pathsUnknown,
            @DefaultValue("10m") Duration refusedWithin,
            @DefaultValue("2m") Duration brokerAway,
            @DefaultValue("5m") Duration mailServerAway,
            @DefaultValue("2m") Duration gatewaysSilent,
            @DefaultValue("15m") Duration noEvents) {
        Limit {
            require(signaturesRefused >= 1, "tollgate.alerts.limit.signatures-refused has to be 1 or more");
            require(pathsUnknown >= 1, "tollgate.alerts.limit.paths-unknown has to be 1 or more");
            between("limit.refused-within", refusedWithin, MINUTE, DAY);
            between("limit.gateways-silent", gatewaysSilent, Duration.ofSeconds(10), DAY);
            between("limit.no-events", noEvents, Duration.ofSeconds(1), Duration.ofDays(7));
        }
    }

    /** How long a condition has to hold before it is told. */
    Duration holds(Condition condition) {
        Duration own = switch (condition) {
            case BROKER_AWAY -> limit.brokerAway();
            case MAIL_SERVER_AWAY -> limit.mailServerAway();
            case ROUTES_REFUSED -> limit.routesRefused();
            default -> Duration.ZERO;
        };
        return own.compareTo(hold) > 0 ? own : hold;
    }

    boolean isOn(Condition condition) {
        return !off.contains(condition);
    }

    private static void between(String setting, Duration value, Duration least, Duration most) {
        require(
                value.compareTo(least) >= 0 && value.compareTo(most) <= 0,
                "tollgate.alerts." + setting + " is " + value + ": set " + least + " to " + most);
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new InvalidConfiguration(sentence);
        }
    }
}
