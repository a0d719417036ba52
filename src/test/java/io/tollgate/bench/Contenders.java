package io.tollgate.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Makes the contenders that somebody has chosen. */
record Contenders(Options options, Backends backends, Path directory) {
    List<Contender> servers() throws Exception {
        List<Contender> chosen = new ArrayList<>();
        for (String name : options.names) {
            chosen.add(server(name));
        }
        return chosen;
    }

    private Contender server(String name) throws Exception {
        return switch (name) {
            case "a" -> express(name, "Express, verifies", "verify");
            case "b" -> express(name, "Express, verifies and inserts", "insert");
            case "c" -> express(name, "Express, verifies, inserts and sends", "send");
            case "d", "d*" -> tollgate(name, "Tollgate, verifies", Tollgate.Mode.VERIFY);
            case "e", "e*" -> tollgate(name, "Tollgate, stores", Tollgate.Mode.STORE);
            case "f", "f*" -> tollgate(name, "Tollgate, stores and routes", Tollgate.Mode.ROUTE);
            default -> throw new IllegalArgumentException("There is no contender " + name);
        };
    }

    private Contender express(String name, String description, String mode) {
        return new Express(name, description, mode, backends, directory);
    }

    private Contender tollgate(String name, String description, Tollgate.Mode mode) throws Exception {
        return new Tollgate(name, description, mode, backends, directory, options.build(name));
    }
}
