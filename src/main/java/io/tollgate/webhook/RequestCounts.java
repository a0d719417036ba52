package io.tollgate.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.webhook.Answer.Refused;
import io.tollgate.webhook.Answer.Uncounted;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Counts what requests came to, and says in the log what was refused: for each reason a line every 10 s at most, with one of
 * the clients and how many more there were. What a request brings along is never in it.
 */
@Component
final class RequestCounts {
    private static final Logger log = LoggerFactory.getLogger(RequestCounts.class);

    private final MeterRegistry registry;
    private final Map<Outcome, SparingLog> logs = new EnumMap<>(Outcome.class);

    RequestCounts(MeterRegistry registry) {
        this.registry = registry;
        for (Outcome outcome : Outcome.values()) {
            logs.put(outcome, new SparingLog());
        }
    }

    /**
     * @param endpoint one that is configured, or {@code none}: what a metric is kept of must be bounded. That is why clients
     *     are in the log only
     * @param client its address
     */
    void count(String endpoint, Answer answer, String client) {
        if (answer instanceof Uncounted) {
            return;
        }
        Outcome outcome = answer.outcome();
        registry.counter("tollgate.webhook.requests", "endpoint", endpoint, "outcome", outcome.toString())
                .increment();
        // what was not stored has a line of its own, with the reason
        if (answer instanceof Refused refusal && outcome != Outcome.NOT_STORED) {
            String line = "refused endpoint=" + endpoint + " client=" + client + " status="
                    + outcome.status().value() + " reason=" + outcome + ": " + refusal.detail();
            logs.get(outcome).warn(log, line);
        }
    }
}
