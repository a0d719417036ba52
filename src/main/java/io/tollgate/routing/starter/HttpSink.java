package io.tollgate.routing.starter;

import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * An HTTP call of a flow behind a queue of its own, so that the server may be away for as long as it likes.
 *
 * @param flow the name of the flow
 * @param url of the server, with {@code http} or {@code https}
 */
record HttpSink(String flow, URI url) implements Sink {
    private String queue() {
        return flow + ".http";
    }

    @Override
    public String steps() {
        return Sink.indented("""
                - to:
                    id: %s
                    description: The call is made behind this queue, and tried again there
                    uri: jms
                    parameters:
                      destinationType: queue
                      destinationName: %s
                """.formatted(lastStep(), queue()));
    }

    @Override
    public String lastStep() {
        return "to-http-queue-" + flow;
    }

    @Override
    public Map<String, String> files() {
        String address = url.toString().replaceFirst("^https?://", "");
        return Map.of(flow + "-http.camel.yaml", """
                - route:
                    id: %1$s-http
                    description: Posts each event of its queue as it came, once
                    from:
                      id: from-queue-%1$s-http
                      uri: jms
                      parameters:
                        cacheLevelName: CACHE_CONSUMER
                        destinationType: queue
                        destinationName: %2$s
                      steps:
                        - idempotentConsumer:
                            id: once-%1$s-http
                            description: What has succeeded is not done again, such as after a replay
                            completionEager: true
                            idempotentRepository: doneEvents
                            expression:
                              header:
                                expression: stripeEventId
                            steps:
                              - setHeader:
                                  id: is-json-%1$s-http
                                  name: Content-Type
                                  expression:
                                    constant:
                                      expression: application/json
                              - setHeader:
                                  id: idempotency-key-%1$s-http
                                  description: By which the server knows a call that it has had
                                  name: Idempotency-Key
                                  expression:
                                    header:
                                      expression: stripeEventId
                              - to:
                                  id: call-%1$s-http
                                  uri: %3$s
                                  parameters:
                                    httpMethod: POST
                                    httpUri: %4$s
                """.formatted(flow, queue(), url.getScheme(), address));
    }

    @Override
    public List<String> expectations() {
        return List.of(
                "queue: " + queue(), "call: POST " + url + "\nbody: as it came\nheaders:\n  Idempotency-Key: \"*\"");
    }
}
