package io.tollgate.routing.starter;

import java.util.List;

/**
 * A message as the event came.
 *
 * @param flow the name of the flow
 * @param kind {@code queue} or {@code topic}
 * @param name of the queue
 */
record QueueSink(String flow, String kind, String name) implements Sink {
    @Override
    public String steps() {
        return Sink.indented("""
                - to:
                    id: %s
                    uri: jms
                    parameters:
                      destinationType: %s
                      destinationName: %s
                """.formatted(lastStep(), kind, name));
    }

    @Override
    public String lastStep() {
        return "to-" + kind + "-" + flow;
    }

    @Override
    public List<String> expectations() {
        return List.of(kind + ": " + name + "\nbody: as it came");
    }
}
