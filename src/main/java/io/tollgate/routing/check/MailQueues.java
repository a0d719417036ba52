package io.tollgate.routing.check;

import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;

/** The queues whose messages need the header {@code mailTemplate}: {@code stripe.mail}, and those behind which a flow writes mails. */
final class MailQueues {
    static final String HEADER = "mailTemplate";
    private static final String SHIPPED = "stripe.mail";
    private static final Set<String> WRITERS = Set.of("mail", "mailModel");

    private MailQueues() {}

    /** Not one behind which a team has a flow that needs no such header. */
    static Set<String> of(RouteModel model, FlowReach reach) {
        Set<String> queues = new TreeSet<>(Set.of(SHIPPED));
        for (RouteDefinition consumer : reach.consumers()) {
            String queue = name(model.from(consumer));
            boolean isWriting = RouteModel.steps(consumer).stream().anyMatch(MailQueues::isWriting);
            if (isWriting && RouteModel.steps(consumer).stream().noneMatch(MailQueues::isSetting)) {
                queues.add(queue);
            } else {
                queues.remove(queue);
            }
        }
        return queues;
    }

    /** Empty for what is no queue. */
    static String name(String uri) {
        return RouteModel.scheme(uri).equals("jms") ? RouteModel.path(uri).replaceFirst("^queue:/*", "") : "";
    }

    private static boolean isWriting(OptionalIdentifiedDefinition<?> step) {
        return step instanceof ProcessDefinition writer && WRITERS.contains(String.valueOf(writer.getRef()));
    }

    private static boolean isSetting(OptionalIdentifiedDefinition<?> step) {
        return step instanceof SetHeaderDefinition one && HEADER.equalsIgnoreCase(one.getName())
                || step instanceof SetHeadersDefinition several
                        && several.getHeaders().stream().anyMatch(one -> HEADER.equalsIgnoreCase(one.getName()));
    }
}
