package io.tollgate.routing.check;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Which settings are the gateway's own, and which are secrets by their name. */
final class GatewaySettings {
    private static final List<String> OWN = List.of(
            "tollgate",
            "spring",
            "server",
            "management",
            "logging",
            "camel.component",
            "camel.dataformat",
            "stripe.webhook");

    /** What the shipped routes name, and a team's may. */
    private static final Set<String> FOR_ROUTES = Set.of("tollgate.routes", "tollgate.data");
    /** Addresses, and where the mail server is. */
    private static final Pattern MAIL = Pattern.compile("tollgate\\.mail\\.(?!timeout|redelivery).+");

    private static final Pattern SECRET = Pattern.compile(
            "(?i)passw(or)?d|passphrase|secret|token(?!i)|credential|(api|access|private)[._-]?key|(^|[._-])keys?$");

    private GatewaySettings() {}

    /** Also when it is written as an environment variable, in any letters: {@code SPRING_DATASOURCE_URL}. */
    static boolean isOwn(String name) {
        String uniform = name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", ".");
        return !FOR_ROUTES.contains(uniform)
                && !MAIL.matcher(uniform).matches()
                && OWN.stream().anyMatch(own -> uniform.equals(own) || uniform.startsWith(own + "."));
    }

    /** Or the name of a header or an option for one, such as {@code password}. */
    static boolean isSecret(String name) {
        return SECRET.matcher(name).find();
    }
}
