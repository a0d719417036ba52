package io.tollgate.cli;

import io.tollgate.deadletter.QueueLook.Depth;
import io.tollgate.deadletter.QueueLook.Found;
import io.tollgate.operations.QueuesBehind;
import io.tollgate.operations.QueuesBehind.Answer;
import io.tollgate.routing.reload.OfflineRoutes;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Instant;
import java.util.Set;
import org.springframework.boot.logging.LoggingSystem;

/** What is behind the routes, for a command and in words. */
final class QueuesText {
    private static final String DLQ = "DLQ.";

    private QueuesText() {}

    /** @param settings Spring's, as for {@code serve} */
    static QueuesBehind ask(String[] settings, Clock clock) {
        return new QueuesBehind(() -> Broker.connections(settings).open(), () -> {
            LoggingSystem.get(QueuesText.class.getClassLoader()).beforeInitialize();
            return OfflineRoutes.queues(settings, clock).orElse(Set.of());
        });
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

    static String line(Found found) {
        return found.cause() == null
                ? found.queue().startsWith(DLQ)
                        ? "in " + found.queue() + " since " + found.sentAt()
                        : "waiting in " + found.queue() + " since " + found.sentAt()
                : "in " + found.queue() + " since " + found.sentAt() + ", because of " + found.cause();
    }
}
