package io.tollgate.cli;

import io.tollgate.InvalidConfiguration;
import io.tollgate.deadletter.QueueLook;
import io.tollgate.deadletter.QueueLook.Depth;
import io.tollgate.deadletter.QueueLook.Found;
import io.tollgate.routing.reload.OfflineRoutes;
import io.tollgate.text.Reason;
import io.tollgate.text.Visible;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.boot.logging.LoggingSystem;

/** What is behind the routes: their queues, as the broker shows them now. Without the broker the rest of an answer is as good. */
final class QueuesBehind {
    private final String[] settings;
    private final Clock clock;

    QueuesBehind(String[] settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** What was found, or why nothing was. */
    record Answer<T>(List<T> found, String why) {}

    private interface Look<T> {
        List<T> at(Connection connection, Collection<String> queues) throws JMSException;
    }

    /** Of the queues in which something is. */
    Answer<Depth> depths() {
        Answer<Depth> all = look(Set.of(), QueueLook::depths);
        return new Answer<>(
                all.found().stream().filter(depth -> depth.messages() > 0).toList(), all.why());
    }

    /** @param sentTo where its attempts have sent it, as {@code jms:queue:…} */
    Answer<Found> of(String event, Collection<String> sentTo) {
        Set<String> queues = new TreeSet<>();
        sentTo.stream()
                .filter(name -> name.startsWith("jms:queue:"))
                .map(name -> name.substring("jms:queue:".length()))
                .forEach(queues::add);
        return look(queues, (connection, all) -> QueueLook.of(connection, event, all));
    }

    private <T> Answer<T> look(Set<String> more, Look<T> look) {
        LoggingSystem.get(QueuesBehind.class.getClassLoader()).beforeInitialize();
        Set<String> queues = new TreeSet<>(more);
        queues.addAll(ofTheRoutes());
        try (Connection connection = Broker.connections(settings).open()) {
            return new Answer<>(look.at(connection, queues), null);
        } catch (JMSException e) {
            return new Answer<>(List.of(), "the broker does not show them: " + Reason.of(e));
        } catch (InvalidConfiguration e) {
            return new Answer<>(List.of(), Visible.of(e.getMessage()));
        }
    }

    /** None where the folder of the routes is not at hand. */
    private Set<String> ofTheRoutes() {
        return OfflineRoutes.queues(settings, clock).orElse(Set.of());
    }

    static void print(Answer<Depth> depths, Instant now, PrintWriter out) {
        if (depths.why() != null) {
            out.println("queues: " + depths.why());
        } else if (depths.found().isEmpty()) {
            out.println("nothing is in the queues behind the routes, or in their dead letter queues");
        } else {
            Table table = new Table("queue", "messages", "oldest");
            depths.found().forEach(d -> table.row(d.queue(), d.text(), PastTime.age(d.oldest(), now)));
            table.print(out);
        }
    }

    static Map<String, Object> json(Answer<?> answer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("found", answer.found());
        Optional.ofNullable(answer.why()).ifPresent(why -> json.put("unknown", why));
        return json;
    }

    static String line(Found found) {
        return found.cause() == null
                ? found.queue().startsWith("DLQ.")
                        ? "in " + found.queue() + " since " + found.sentAt()
                        : "waiting in " + found.queue() + " since " + found.sentAt()
                : "in " + found.queue() + " since " + found.sentAt() + ", because of " + found.cause();
    }
}
