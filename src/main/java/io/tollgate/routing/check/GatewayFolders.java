package io.tollgate.routing.check;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which folders of the machine a flow may use.
 *
 * @param routes where the templates and schemas of the set are
 * @param data the gateway's, in which a flow may have a folder of its own
 * @param closed what decides what the gateway runs: the folder of routes that is edited, lib, and the like
 */
public record GatewayFolders(Path routes, Path data, List<Path> closed) {
    private static final Set<String> GATEWAYS_DATA =
            Set.of("", "activemq", "mail", "routes", "stripe-webhook-secret", ".lock");

    public GatewayFolders {
        routes = absolute(routes);
        data = absolute(data);
        closed = Stream.concat(closed.stream().map(GatewayFolders::absolute), Stream.of(absolute(routes)))
                .toList();
    }

    boolean isTemplate(Path path) {
        return absolute(path).startsWith(routes);
    }

    /** A folder below the working directory or the data folder in which nothing of the gateway is. */
    boolean isOfAFlow(Path folder) {
        Path path = absolute(folder);
        Path here = absolute(Path.of(""));
        boolean isClosed = closed.stream().anyMatch(own -> path.startsWith(own) || own.startsWith(path));
        if (isClosed || data.startsWith(path)) {
            return false;
        }
        if (path.startsWith(data)) {
            String first = data.relativize(path).getName(0).toString();
            return !GATEWAYS_DATA.contains(first) && !first.startsWith("postgres");
        }
        return path.startsWith(here) && !path.equals(here);
    }

    private static Path absolute(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
