package io.tollgate.webhook;

import io.tollgate.InvalidConfiguration;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Who has sent a request: whoever is connected, unless that is a proxy of one's own. Then the last address of {@code
 * X-Forwarded-For} that is no proxy of one's own, either: what stands before it anybody may have written.
 */
@Component
final class ClientAddresses {
    private static final String HEADER = "X-Forwarded-For";
    /** Proxies in a row; more than anybody has. */
    private static final int MOST_HOPS = 32;

    /** Some proxies add a port, and brackets; a link-local address has a zone. */
    private static final Pattern HOP =
            Pattern.compile("\\[(?<bracketed>[^\\[\\]%]*)(%[0-9A-Za-z._-]{1,32})?](:[0-9]{1,5})?"
                    + "|(?<ipv4>[0-9.]+)(:[0-9]{1,5})?"
                    + "|(?<ipv6>[^%]*:[^%]*:[^%]*)(%[0-9A-Za-z._-]{1,32})?");

    private final AddressRanges proxies;

    ClientAddresses(WebhookProperties properties, Environment environment) {
        refuseOthers(environment);
        try {
            this.proxies = new AddressRanges(properties.proxies());
        } catch (IllegalArgumentException e) {
            throw new InvalidConfiguration("tollgate.webhook.proxies: " + e.getMessage()
                    + ". Set it to the addresses of the proxies in front, such as 10.0.0.0/8");
        }
    }

    /** What Tomcat or Spring makes of such headers anybody could have written, who is in the network: the peer would be lost. */
    private static void refuseOthers(Environment environment) {
        Binder settings = Binder.get(environment);
        String strategy =
                settings.bind("server.forward-headers-strategy", String.class).orElse("none");
        if (!strategy.equalsIgnoreCase("none")) {
            throw new InvalidConfiguration("server.forward-headers-strategy is " + strategy
                    + ": leave it out, and name the proxies in front in tollgate.webhook.proxies");
        }
        for (String header : List.of("remote-ip-header", "protocol-header")) {
            String name = "server.tomcat.remoteip." + header;
            if (StringUtils.hasText(settings.bind(name, String.class).orElse(""))) {
                throw new InvalidConfiguration(
                        name + " is set: leave it out, and name the proxies in front in tollgate.webhook.proxies");
            }
        }
    }

    /** Empty when even the one that is connected is not known. */
    Optional<Address> of(HttpServletRequest request) {
        return hop(String.valueOf(request.getRemoteAddr()))
                .map(peer -> proxies.has(peer) ? behind(peer, Collections.list(request.getHeaders(HEADER))) : peer);
    }

    /** Several lines are one list. What is no address ends it: then it is the last proxy that is known to be one. */
    private Address behind(Address peer, List<String> lines) {
        String chain = String.join(",", lines);
        Address client = peer;
        int end = chain.length();
        for (int hops = 0; end > 0 && hops < MOST_HOPS; hops++) {
            int comma = chain.lastIndexOf(',', end - 1);
            String text = chain.substring(comma + 1, end).strip();
            end = comma;
            if (text.isEmpty()) {
                continue;
            }
            Optional<Address> hop = hop(text);
            client = hop.orElse(client);
            if (hop.isEmpty() || !proxies.has(client)) {
                return client;
            }
        }
        return client;
    }

    /** One entry of the list. */
    static Optional<Address> hop(String text) {
        Matcher hop = HOP.matcher(text.length() > 100 ? "" : text);
        if (!hop.matches()) {
            return Optional.empty();
        }
        String bracketed = hop.group("bracketed");
        String ipv4 = hop.group("ipv4");
        if (bracketed != null) {
            // a name or an IPv4 address has none
            return Optional.of(bracketed)
                    .filter(inside -> inside.indexOf(':') >= 0)
                    .flatMap(Address::of);
        }
        return Address.of(ipv4 != null ? ipv4 : hop.group("ipv6"));
    }
}
