package io.tollgate.forget;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;

/**
 * What was removed of a customer, and what was not.
 *
 * @param run its number in {@code tollgate.forget}
 * @param payloads how many were removed in this run
 * @param rows how many were emptied
 * @param messages how many were removed
 * @param mails files that were removed
 * @param pending ids of events that are left, since they are not settled
 * @param dead ids of events that are left, since it was not asked for them
 * @param messagesLeft by queue: a consumer has them, or a flow that waits for its next try
 * @param deep queues of which the broker does not show all
 * @param brokerUnknown why no message was removed; null when the broker has answered
 * @param notVacuumed why the database still has what was removed; null when it was vacuumed
 */
public record Forgotten(
        long run,
        String customer,
        long payloads,
        long rows,
        long messages,
        long mails,
        List<String> pending,
        List<String> dead,
        Map<String, Integer> messagesLeft,
        List<String> deep,
        @JsonInclude(JsonInclude.Include.NON_NULL) String brokerUnknown,
        @JsonInclude(JsonInclude.Include.NON_NULL) String notVacuumed) {

    /** Whether nothing is left that another run would take. */
    public boolean isComplete() {
        return pending.isEmpty() && dead.isEmpty() && messagesLeft.isEmpty() && brokerUnknown == null;
    }
}
