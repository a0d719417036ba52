package io.tollgate.forget;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to be removed of a customer: counts, and ids.
 *
 * @param payloads how many would go, by type
 * @param pending ids of events that are not settled: they are left alone
 * @param dead ids of events that are dead; they go only if that is asked for
 * @param objects how many of Stripe's objects were seen with the customer, the customer included
 * @param rows how many rows of the tables of the shipped flows would be emptied
 * @param queues how many messages would go, by queue; none where nothing is
 * @param deep queues of which the broker does not show all
 * @param brokerUnknown why nothing is said of queues; null when the broker has answered
 * @param mails files that would go
 * @param unknownMails files that do not say what they are about; they stay
 * @param tablesOfOthers tables of your own that may say something of a customer; nothing is changed there
 * @param complete false when there may be more, further away than it was looked
 * @param goesOn whether an earlier run was cut off
 */
public record Plan(
        String customer,
        Map<String, Long> payloads,
        List<String> pending,
        List<String> dead,
        int objects,
        long rows,
        Map<String, Integer> queues,
        List<String> deep,
        @JsonInclude(JsonInclude.Include.NON_NULL) String brokerUnknown,
        int mails,
        int unknownMails,
        List<String> tablesOfOthers,
        boolean complete,
        boolean goesOn,
        @JsonIgnore boolean withDead,
        @JsonIgnore Set<String> eventIds,
        @JsonIgnore Set<String> objectIds) {}
