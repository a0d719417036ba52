package io.tollgate.alerts;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.core.env.Environment;

/** The channels that the settings name; none is fine, too. */
public final class Ways {
    private final List<Channel> channels;
    private final String installation;

    Ways(List<Channel> channels, String installation) {
        this.channels = List.copyOf(channels);
        this.installation = installation;
    }

    static Ways of(AlertsProperties properties, MailServerSettings server, Environment environment) {
        List<Channel> channels = new ArrayList<>();
        List<String> to = properties.mail().to().stream()
                .filter(address -> !address.isBlank())
                .toList();
        if (!to.isEmpty()) {
            if (!server.isGiven()) {
                throw new InvalidConfiguration(
                        "tollgate.alerts.mail.to is set, and no mail server is: set SPRING_MAIL_HOST (spring.mail.host)");
            }
            channels.add(new MailChannel(server, from(properties, environment), to));
        }
        AlertsProperties.Webhook webhook = properties.webhook();
        String url = url(webhook);
        if (!url.isBlank()) {
            channels.add(new WebhookChannel(
                    URI.create(url.strip()), webhook.shape(), webhook.routingKey(), webhook.timeout()));
        }
        return new Ways(channels, properties.name());
    }

    private static String from(AlertsProperties properties, Environment environment) {
        String from = properties.mail().from();
        if (!from.isBlank()) {
            return from;
        }
        try {
            return environment.getRequiredProperty("tollgate.mail.from");
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw new InvalidConfiguration(
                    "tollgate.alerts.mail.to is set, and nobody to send from: set tollgate.alerts.mail.from", e);
        }
    }

    private static String url(AlertsProperties.Webhook webhook) {
        if (webhook.urlFile() == null) {
            return webhook.url();
        }
        try {
            String url = Files.readString(webhook.urlFile()).strip();
            if (AlertsProperties.Webhook.isHttp(url)) {
                return url;
            }
            throw new InvalidConfiguration(
                    "tollgate.alerts.webhook.url-file " + webhook.urlFile() + " has to hold a URL, https://…");
        } catch (IOException e) {
            throw new InvalidConfiguration(
                    "tollgate.alerts.webhook.url-file " + webhook.urlFile() + " cannot be read: let the user "
                            + System.getProperty("user.name") + " read it, or correct the path.",
                    e);
        }
    }

    List<Channel> channels() {
        return channels;
    }

    /**
     * Sends a test message by each channel.
     *
     * @param who asks, as it is in the message: a gateway or a command
     * @return what each answered, by its name
     */
    public Map<String, Answer> test(String who, Clock clock) {
        Message message = new Wording(installation, who).test(clock.instant());
        Map<String, Answer> answers = new LinkedHashMap<>();
        for (Channel channel : channels) {
            try {
                answers.put(channel.name(), new Answer(true, channel.send(message)));
            } catch (Channel.NotTaken e) {
                answers.put(channel.name(), new Answer(false, e.getMessage()));
            }
        }
        return answers;
    }

    /** @param said by the other side, or why there is no answer; without secrets */
    public record Answer(boolean taken, String said) {}
}
