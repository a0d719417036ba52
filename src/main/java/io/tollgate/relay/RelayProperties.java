package io.tollgate.relay;

import io.tollgate.InvalidConfiguration;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the relay.
 *
 * @param threads relay threads for what was never attempted; one more is for what has failed. Each has a database
 *     connection and a JMS connection of its own; 1 or more
 * @param batch fresh entries of one claim; 1 to 10,000
 * @param poll how often due entries are looked for when nothing wakes the relay
 * @param lease how long a claim keeps others away; longer than deadline and grace together
 * @param deadline how long one attempt may take
 * @param grace how long an attempt that was aborted at its deadline may take to end before it is given up
 * @param probe how often a database or broker that is away is tried
 * @param brokerTimeout how long a JMS connect, request or write may take; at most a third of the deadline, so that there
 *     is time left to find out whose fault it was
 * @param retry when a failed entry is tried again
 */
@ConfigurationProperties("tollgate.relay")
record RelayProperties(
        @DefaultValue("2") int threads,
        @DefaultValue("100") int batch,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("60s") Duration lease,
        @DefaultValue("30s") Duration deadline,
        @DefaultValue("15s") Duration grace,
        @DefaultValue("1s") Duration probe,
        @DefaultValue("10s") Duration brokerTimeout,
        @DefaultValue RetrySchedule retry) {

    RelayProperties {
        require(threads >= 1, "tollgate.relay.threads is " + threads + ": set 1 or more");
        require(batch >= 1 && batch <= 10_000, "tollgate.relay.batch is " + batch + ": set 1 to 10000");
        positive("poll", poll);
        positive("probe", probe);
        positive("deadline", deadline);
        positive("grace", grace);
        positive("broker-timeout", brokerTimeout);
        Duration third = deadline.dividedBy(3);
        brokerTimeout = brokerTimeout.compareTo(third) < 0 ? brokerTimeout : third;
        require(
                lease.compareTo(deadline.plus(grace).plusSeconds(1)) >= 0,
                "tollgate.relay.lease (" + lease + ") must be longer than tollgate.relay.deadline (" + deadline
                        + ") and tollgate.relay.grace (" + grace
                        + ") together, by a second or more: an attempt must end, or be given up, before others may claim its entries");
    }

    private static void positive(String name, Duration value) {
        require(value.toMillis() >= 1, "tollgate.relay." + name + " is " + value + ": set a positive time such as 10s");
    }

    private static void require(boolean holds, String sentence) {
        if (!holds) {
            throw new InvalidConfiguration(sentence);
        }
    }
}
