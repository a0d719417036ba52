package io.tollgate.operations;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.tollgate.InvalidConfiguration;
import io.tollgate.deadletter.QueueLook;
import io.tollgate.deadletter.QueueLook.Depth;
import io.tollgate.deadletter.QueueLook.Found;
import io.tollgate.text.Reason;
import io.tollgate.text.Visible;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What is behind the routes: their queues, as the broker shows them now. Without the broker the rest of an answer is as good. */
public final class QueuesBehind {
    private static final String QUEUE = "jms:queue:";

    private final BrokerAccess broker;
    private final Supplier<Set<String>> ofTheRoutes;

    /** @param ofTheRoutes the queues that the routes name; none where they are not at hand */
    public QueuesBehind(BrokerAccess broker, Supplier<Set<String>> ofTheRoutes) {
        this.broker = broker;
        this.ofTheRoutes = ofTheRoutes;
    }

    /** A way to the broker. */
    @FunctionalInterface
    public interface BrokerAccess {
        /**
         * @return started; the caller closes it
         * @throws JMSException when it does not answer
         * @throws InvalidConfiguration when it is not known, or another one than it should be
         */
        Connection open() throws JMSException;
    }

    /**
     * What was found, or why nothing was.
     *
     * @param why null when the broker has answered
     */
    public record Answer<T>(
            List<T> found,

            @JsonProperty("unknown") @JsonInclude(JsonInclude.Include.NON_NULL)
            String why) {}

    private interface Look<T> {
        List<T> at(Connection connection, Collection<String> queues) throws JMSException;
    }

    /** Of the queues in which something is. */
    public Answer<Depth> depths() {
        Answer<Depth> all = look(Set.of(), QueueLook::depths);
        return new Answer<>(
                all.found().stream().filter(depth -> depth.messages() > 0).toList(), all.why());
    }

    /** @param sentTo where its attempts have sent it, as {@code jms:queue:…} */
    public Answer<Found> of(String event, Collection<String> sentTo) {
        Set<String> queues = new TreeSet<>();
        sentTo.stream()
                .filter(name -> name.startsWith(QUEUE))
                .map(name -> name.substring(QUEUE.length()))
                .forEach(queues::add);
        return look(queues, (connection, all) -> QueueLook.of(connection, event, all));
    }

    private <T> Answer<T> look(Set<String> more, Look<T> look) {
        Set<String> queues = new TreeSet<>(more);
        queues.addAll(ofTheRoutes.get());
        try (Connection connection = broker.open()) {
            return new Answer<>(look.at(connection, queues), null);
        } catch (JMSException e) {
            return new Answer<>(List.of(), "the broker does not show them: " + Reason.of(e));
        } catch (InvalidConfiguration e) {
            return new Answer<>(List.of(), Visible.of(e.getMessage()));
        }
    }
}
