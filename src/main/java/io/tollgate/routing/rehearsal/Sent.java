package io.tollgate.routing.rehearsal;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Map;

/**
 * Something that would have left the flow.
 *
 * @param kind such as {@code queue}, {@code topic}, {@code sql}, {@code mail}, {@code http}; else the component's name
 * @param destination as the inbox names it: {@code jms:queue:stripe.payments}, {@code sql:to-object}; of a mail whom it goes to, of a
 *     call its method and URL
 * @param route of the step
 * @param step its id
 * @param place of the step, such as {@code refunds.camel.yaml:12}; empty for a step that stands in no file
 * @param head properties of a message, head lines of a mail, headers of a call
 * @param body as text; null for none
 * @param html of a mail; null for none
 */
public record Sent(
        String kind,
        String destination,
        String route,
        String step,
        String place,
        Map<String, String> head,
        String body,
        String html) {
    /** Whether it is sent with the commit of the transaction in which its flow runs. */
    @JsonIgnore
    public boolean isMessage() {
        return kind.equals("queue") || kind.equals("topic");
    }
}
