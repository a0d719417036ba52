package io.tollgate.routing.check;

import io.tollgate.routing.reload.OfflineRoutes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A small folder of routes without a finding, to put one mistake into. */
final class ExampleFolder {
    private static final String ROUTER = """
            - route:
                id: router
                description: Takes each event to its flow
                from:
                  uri: direct
                  parameters:
                    name: router
                  steps:
            """;

    private static final String TO_FLOW = """
            - to:
                id: to-charge-refunded
                uri: direct
                parameters:
                  name: charge-refunded
            """;

    private static final String FLOW = """
            - route:
                id: charge-refunded
                description: Tells consumers about refunds
                from:
                  uri: direct
                  parameters:
                    name: charge-refunded
                  steps:
                    - to:
                        id: to-refunds
                        uri: jms
                        parameters:
                          destinationType: queue
                          destinationName: stripe.refunds
            """;

    private final Map<String, String> files = new LinkedHashMap<>(Map.of(
            "router.camel.yaml",
            ROUTER + TO_FLOW.indent(8),
            "charge-refunded.camel.yaml",
            FLOW,
            "templates/charge-refunded.mustache",
            "Subject: Refunded\n\n{{{body.amount}}}\n",
            "tables/R__refund.sql",
            "CREATE TABLE IF NOT EXISTS stripe.refund (charge text PRIMARY KEY);\n"));

    /**
     * @param where {@code step}: text is steps at the end of the flow; {@code router}: text is the router's steps; else the
     *     name of the file whose text it is, null for a file that is not there
     * @return the file it stands in
     */
    String put(String where, String text) {
        switch (where) {
            case "step" -> {
                files.put("charge-refunded.camel.yaml", FLOW + text.indent(8));
                return "charge-refunded.camel.yaml";
            }
            case "router" -> {
                files.put("router.camel.yaml", ROUTER + text.indent(8));
                return "router.camel.yaml";
            }
            default -> {
                files.put(where, text);
                return where;
            }
        }
    }

    String text(String file) {
        return files.get(file);
    }

    List<Finding> check(Path folder) throws IOException {
        write(folder);
        return found(folder);
    }

    void write(Path folder) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            if (file.getValue() != null) {
                Files.writeString(path, file.getValue());
            }
        }
    }

    static List<Finding> found(Path folder) {
        return OfflineRoutes.check(folder, new String[0]);
    }
}
