package io.tollgate.routing;

import io.tollgate.InvalidConfiguration;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings {@code tollgate.mail.*} of this package; host, port, from and finance are read by the routes.
 *
 * @param timeout how long a connect, a reply or a write to the mail server may take each; 1 ms to 24 days
 * @param redelivery when a mail that could not be sent is tried again
 */
@ConfigurationProperties("tollgate.mail")
record MailProperties(
        @DefaultValue("10s") Duration timeout, @DefaultValue Redelivery redelivery) {
    private static final Duration LONGEST = Duration.ofDays(24);

    MailProperties {
        if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0) {
            throw new InvalidConfiguration(
                    "tollgate.mail.timeout is " + timeout + ": set a time between 1ms and 24d, such as 10s");
        }
    }

    /**
     * When a mail that could not be sent is tried again. The defaults span 83 minutes; then the broker moves the message
     * to its dead letter queue.
     *
     * @param first delay before the first retry, more than zero
     * @param factor each delay is the one before times this, 1 or more
     * @param longest no delay is longer
     * @param times retries before the dead letter queue, 1 or more
     */
    record Redelivery(
            @DefaultValue("1s") Duration first,
            @DefaultValue("2") double factor,
            @DefaultValue("5m") Duration longest,
            @DefaultValue("24") int times) {
        Redelivery {
            if (first.toMillis() < 1) {
                throw new InvalidConfiguration("tollgate.mail.redelivery.first must be 1ms or more, such as 1s");
            }
            if (factor < 1) {
                throw new InvalidConfiguration("tollgate.mail.redelivery.factor must be 1 or more, such as 2");
            }
            if (longest.compareTo(first) < 0) {
                throw new InvalidConfiguration(
                        "tollgate.mail.redelivery.longest must not be shorter than tollgate.mail.redelivery.first");
            }
            if (times < 1) {
                throw new InvalidConfiguration("tollgate.mail.redelivery.times must be 1 or more, such as 24");
            }
        }
    }
}
