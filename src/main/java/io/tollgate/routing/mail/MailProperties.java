package io.tollgate.routing.mail;

import io.tollgate.InvalidConfiguration;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code tollgate.mail.*} of this package; host, port, from, finance and lists of a team are read by the routes and their templates.
 *
 * @param timeout how long a connect, a reply or a write to the mail server may take each; 1 ms to 24 days
 */
@ConfigurationProperties("tollgate.mail")
public record MailProperties(@DefaultValue("10s") Duration timeout) {
    private static final Duration LONGEST = Duration.ofDays(24);

    public MailProperties {
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0) {
            throw new InvalidConfiguration(
                    "tollgate.mail.timeout is " + timeout + ": set a time between 1ms and 24d, such as 10s");
        }
    }
}
