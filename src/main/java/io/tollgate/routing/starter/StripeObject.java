package io.tollgate.routing.starter;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the events are about.
 *
 * @param fields of the object, as stripe-java has them; empty when they are not known
 * @param sample null when there is none of the type
 */
public record StripeObject(Map<String, Type> fields, JsonNode sample) {
    /** What a test has in place of a sample. */
    private static final String NO_SAMPLE = "obj_1";

    private static final List<String> TEXTS = List.of("number", "status", "currency", "customer", "email");
    private static final List<String> AMOUNTS = List.of(
            "amount",
            "amount_due",
            "amount_paid",
            "amount_remaining",
            "amount_refunded",
            "amount_received",
            "amount_total",
            "total");

    boolean hasSample() {
        return sample != null;
    }

    boolean hasId() {
        return fields.containsKey("id");
    }

    /** Whether it may have one and may not. */
    boolean mayHaveId() {
        return fields.isEmpty();
    }

    /** Whether several events can be about the same one. */
    boolean isOne() {
        return hasId() || mayHaveId();
    }

    /** By which a test finds it. */
    String id() {
        if (!isOne()) {
            return "evt_test";
        }
        return hasSample() ? sample.path("id").asText("evt_test") : NO_SAMPLE;
    }

    /** The fields that a table may have a column of, with its type. */
    Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        TEXTS.stream().filter(fields::containsKey).forEach(name -> columns.put(name, "text"));
        AMOUNTS.stream().filter(this::isAmount).forEach(name -> columns.put(name, "bigint"));
        return columns;
    }

    /** The first amount of it; null for none. */
    String amount() {
        return AMOUNTS.stream().filter(this::isAmount).findFirst().orElse(null);
    }

    private boolean isAmount(String name) {
        return fields.get(name) == Long.class;
    }
}
