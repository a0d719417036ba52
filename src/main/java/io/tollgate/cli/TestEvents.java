package io.tollgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tollgate.InvalidConfiguration;
import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.routing.flowtest.FlowTest;
import io.tollgate.routing.flowtest.FlowTestRun;
import io.tollgate.routing.flowtest.TestFolder;
import io.tollgate.samples.Samples;
import io.tollgate.webhook.EventReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The events of tests, the same each time: the ids of a sample end with {@code _test}, and it is created at a fixed time.
 *
 * @param folder of the tests
 */
record TestEvents(TestFolder folder) implements FlowTestRun.Events {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final long HOUR = 3600;
    private static final JsonMapper JSON = new JsonMapper();

    @Override
    public VerifiedEvent of(FlowTest test) {
        return event(ChangedFields.in(payload(test), test.set()));
    }

    private byte[] payload(FlowTest test) {
        if (test.json() != null) {
            return bytes(completed(test.json()));
        } else if (TestFolder.isFile(test.event())) {
            return EventBody.in(folder.file(test).toString(), "event:").text().getBytes(StandardCharsets.UTF_8);
        }
        try {
            Samples samples = new Samples(Clock.fixed(NOW, ZoneOffset.UTC));
            samples.lack(test.event(), test.apiVersion(), "a file beside the test, or its JSON in it")
                    .ifPresent(sentence -> {
                        throw new InvalidConfiguration(sentence);
                    });
            return samples.event(test.event(), test.apiVersion(), "test").getBytes(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What each event of Stripe's has, and a test has no need to say. */
    private static JsonNode completed(JsonNode given) {
        ObjectNode event = JSON.createObjectNode()
                .put("id", "evt_test")
                .put("object", "event")
                .put("created", NOW.getEpochSecond())
                .put("livemode", false);
        return given.isObject() ? event.setAll((ObjectNode) given) : given;
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static VerifiedEvent event(byte[] payload) {
        try {
            return EventReader.read(payload, "default", NOW);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfiguration("The gateway would refuse this event: " + e.getMessage(), e);
        }
    }

    @Override
    public VerifiedEvent older(VerifiedEvent event) {
        long created = event.created() == null ? NOW.getEpochSecond() : event.created();
        Map<String, JsonNode> values = new LinkedHashMap<>();
        values.put("id", new TextNode(event.id() + "_older"));
        values.put("created", new LongNode(created - HOUR));
        return event(ChangedFields.in(event.payload(), values));
    }
}
