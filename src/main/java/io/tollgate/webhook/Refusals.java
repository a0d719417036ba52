package io.tollgate.webhook;

import io.tollgate.webhook.Answer.Refused;
import java.util.EnumMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Says in the log what was refused: for each reason a line every 10 s at most, with one of the clients and how many more
 * there were. What a request brings along is never in it.
 */
@Component
final class Refusals {
    private static final Logger log = LoggerFactory.getLogger(Refusals.class);

    private final Map<Outcome, SparingLog> logs = new EnumMap<>(Outcome.class);

    Refusals() {
        for (Outcome outcome : Outcome.values()) {
            logs.put(outcome, new SparingLog());
        }
    }

    /**
     * @param endpoint one that is configured, or none
     * @param client its address
     */
    void refused(String endpoint, Refused refusal, String client) {
        Outcome outcome = refusal.outcome();
        if (outcome != Outcome.NOT_STORED) {
            // NOT_STORED has its own line, with the reason
            String line = "refused endpoint=" + endpoint + " client=" + client + " status="
                    + outcome.status().value() + " reason=" + outcome + ": " + refusal.detail();
            logs.get(outcome).warn(log, line);
        }
    }
}
