package io.tollgate.embedded;

import io.tollgate.InvalidConfiguration;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.util.List;
import java.util.stream.Stream;

/** PostgreSQL refuses to run as root, so root gives that up for it. */
final class Unprivileged {
    private Unprivileged() {}

    /** @throws InvalidConfiguration when this is root, and cannot; says the way out */
    static void require() {
        if (isRoot() && !LinuxUtils.isUnshareAvailable()) {
            throw new InvalidConfiguration("PostgreSQL refuses to run as root, and `unshare -U` is not available here"
                    + " to give that up: start Tollgate as another user, or set SPRING_DATASOURCE_URL"
                    + " (spring.datasource.url) to a PostgreSQL of yours.");
        }
    }

    static List<String> command(String... command) {
        Stream<String> first =
                isRoot() && LinuxUtils.isUnshareAvailable() ? Stream.of("unshare", "-U") : Stream.empty();
        return Stream.concat(first, Stream.of(command)).toList();
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }
}
