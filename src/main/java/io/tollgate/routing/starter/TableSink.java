package io.tollgate.routing.starter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A row of a table of its own, as the last event shows the object.
 *
 * @param flow the name of the flow
 * @param table without its schema
 * @param about the object that the row is about
 */
record TableSink(String flow, String table, StripeObject about) implements Sink {
    @Override
    public String steps() {
        Map<String, String> columns = about.columns();
        return Sink.indented("""
                - to:
                    id: %s
                    description: The event that was created last wins
                    uri: sql
                    parameters:
                      noop: true
                      query: |-
                        INSERT INTO stripe.%s AS known (id, %slivemode, object, event_id, event_created)
                        VALUES (
                          %s,
                %s          CAST(:#${variable.event[livemode]} AS boolean),
                          CAST(:#${body} AS jsonb) -> 'data' -> 'object',
                          CAST(:#${variable.event[id]} AS text),
                          CAST(:#${variable.event[created]} AS bigint))
                        ON CONFLICT (id) DO UPDATE SET
                %s          livemode = excluded.livemode,
                          object = excluded.object,
                          event_id = excluded.event_id,
                          event_created = excluded.event_created
                        WHERE excluded.event_created >= known.event_created
                """.formatted(
                        lastStep(),
                        table,
                        columns.keySet().stream().map(name -> name + ", ").collect(Collectors.joining()),
                        id(),
                        lines(columns, "          CAST(:#${variable.event[data][object][%1$s]} AS %2$s),\n"),
                        lines(columns, "          %1$s = excluded.%1$s,\n")));
    }

    private static String lines(Map<String, String> columns, String line) {
        return columns.entrySet().stream()
                .map(column -> line.formatted(column.getKey(), column.getValue()))
                .collect(Collectors.joining());
    }

    /** Of an object that has none, that of the event. */
    private String id() {
        String object = "CAST(:#${variable.event[data][object][id]} AS text)";
        String event = "CAST(:#${variable.event[id]} AS text)";
        return about.hasId() ? object : about.mayHaveId() ? "COALESCE(" + object + ", " + event + ")" : event;
    }

    @Override
    public String lastStep() {
        return "to-table-" + flow;
    }

    @Override
    public Map<String, String> files() {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("id", "text PRIMARY KEY");
        all.putAll(about.columns());
        all.put("livemode", "boolean");
        all.put("object", "jsonb NOT NULL");
        all.put("event_id", "text NOT NULL");
        all.put("event_created", "bigint NOT NULL");
        int longest = all.keySet().stream().mapToInt(String::length).max().orElseThrow();
        String columns = all.entrySet().stream()
                .map(column -> "    " + column.getKey()
                        + " ".repeat(longest + 1 - column.getKey().length()) + column.getValue())
                .collect(Collectors.joining(",\n"));
        return Map.of("tables/R__" + table + ".sql", """
                -- One row an object, as its last event shows it. Another column: ALTER TABLE stripe.%1$s ADD COLUMN IF NOT EXISTS ...
                CREATE TABLE IF NOT EXISTS stripe.%1$s (
                %2$s
                );
                """.formatted(table, columns));
    }

    @Override
    public List<String> expectations() {
        return List.of("row: stripe." + table + "\nkey:\n  id: " + about.id());
    }
}
