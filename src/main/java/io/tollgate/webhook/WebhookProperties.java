package io.tollgate.webhook;

import io.tollgate.InvalidConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is let in.
 *
 * @param maxBody the largest body that is read; 1 byte to 100 MB
 * @param inFlight how many requests may wait for their answer at once, their bodies in memory; 1 or more
 * @param inFlightSize how many bytes of bodies may be in memory together; at least twice {@code maxBody}. When it is
 *     not given, 64 MB, or an eighth of the heap if that is less
 * @param bodyTimeout how long a body may take from its first byte to its last; 1 s to 10 min
 * @param endpoints by the name in the path, {@code [a-z0-9-]{1,64}}; {@code default} is the one of {@code
 *     /webhooks/stripe}
 */
@ConfigurationProperties("tollgate.webhook")
record WebhookProperties(
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("1024") int inFlight,
        DataSize inFlightSize,
        @DefaultValue("10s") Duration bodyTimeout,
        @DefaultValue Map<String, Endpoint> endpoints) {
    static final String DEFAULT_ENDPOINT = "default";
    private static final Pattern SECRET = Pattern.compile("whsec_[A-Za-z0-9+/=_-]+");
    private static final DataSize MOST_IN_FLIGHT = DataSize.ofMegabytes(64);
    private static final DataSize LARGEST_BODY = DataSize.ofMegabytes(100);

    WebhookProperties {
        if (maxBody.toBytes() < 1 || maxBody.compareTo(LARGEST_BODY) > 0) {
            throw new InvalidConfiguration(
                    "tollgate.webhook.max-body is " + maxBody + ": set it to a size between 1B and 100MB, such as 1MB");
        }
        if (inFlight < 1) {
            throw new InvalidConfiguration(
                    "tollgate.webhook.in-flight is " + inFlight + ": set it to 1 or more, such as 1024");
        }
        if (inFlightSize == null) {
            long eighth = Runtime.getRuntime().maxMemory() / 8;
            inFlightSize =
                    DataSize.ofBytes(Math.max(2 * maxBody.toBytes(), Math.min(MOST_IN_FLIGHT.toBytes(), eighth)));
        }
        if (inFlightSize.toBytes() < 2 * maxBody.toBytes() || inFlightSize.toBytes() > Integer.MAX_VALUE) {
            throw new InvalidConfiguration("tollgate.webhook.in-flight-size is " + inFlightSize
                    + ": set it to a size between twice tollgate.webhook.max-body and 2047MB, such as 64MB");
        }
        if (bodyTimeout.compareTo(Duration.ofSeconds(1)) < 0 || bodyTimeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new InvalidConfiguration("tollgate.webhook.body-timeout is " + bodyTimeout.toMillis()
                    + "ms: set it to between 1s and 10m, such as 10s");
        }
        endpoints = new TreeMap<>(endpoints);
        if (!endpoints.containsKey(DEFAULT_ENDPOINT)) {
            endpoints.put(DEFAULT_ENDPOINT, new Endpoint(List.of(), Duration.ofMinutes(5)));
        }
        endpoints.forEach(WebhookProperties::check);
    }

    /**
     * @param secrets one, or during a rotation several; any of them may have signed
     * @param tolerance how far the signature's timestamp may be from this machine's clock, either way; 1 s or more
     */
    record Endpoint(
            @DefaultValue List<String> secrets,
            @DefaultValue("5m") Duration tolerance) {
        Endpoint {
            secrets = secrets.stream()
                    .map(String::strip)
                    .filter(secret -> !secret.isEmpty())
                    .toList();
        }

        /** Never shows a secret. */
        @Override
        public String toString() {
            return "Endpoint[secrets=" + secrets.size() + ", tolerance=" + tolerance + "]";
        }
    }

    /** Bytes. */
    int largestBody() {
        return Math.toIntExact(maxBody.toBytes());
    }

    /** The name of the endpoint that a request for this path is for; empty when there is none. */
    Optional<String> endpointAt(String path) {
        Optional<String> name = Optional.empty();
        if (path.equals(WebhookEngine.PATH)) {
            name = Optional.of(DEFAULT_ENDPOINT);
        } else if (path.startsWith(WebhookEngine.PATH + "/")) {
            name = Optional.of(path.substring(WebhookEngine.PATH.length() + 1));
        }
        return name.filter(endpoints::containsKey);
    }

    private static void check(String name, Endpoint endpoint) {
        if (!name.matches("[a-z0-9-]{1,64}")) {
            throw new InvalidConfiguration("tollgate.webhook.endpoints." + name
                    + ": rename it, an endpoint's name has 1 to 64 characters out of a-z, 0-9 and '-'");
        }
        String property = "tollgate.webhook.endpoints." + name;
        if (endpoint.secrets().isEmpty()) {
            throw new InvalidConfiguration("No signing secret for endpoint '" + name + "': set "
                    + (name.equals(DEFAULT_ENDPOINT) ? "STRIPE_WEBHOOK_SECRET" : property + ".secrets")
                    + " to the endpoint's whsec_… from Stripe's Dashboard");
        }
        if (!endpoint.secrets().stream().allMatch(SECRET.asMatchPredicate())) {
            throw new InvalidConfiguration(
                    "A signing secret of endpoint '" + name + "' cannot be one: Stripe's begin with"
                            + " whsec_, go on with letters and digits, and have no quotes or spaces in them, also none that cannot be seen. Set "
                            + (name.equals(DEFAULT_ENDPOINT) ? "STRIPE_WEBHOOK_SECRET" : property + ".secrets")
                            + " to the one that the Dashboard shows for the endpoint, which is neither its id (we_…) nor an API key");
        }
        if (endpoint.tolerance().compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidConfiguration(
                    property + ".tolerance is " + endpoint.tolerance() + ": set it to 1s or more, such as 5m");
        }
    }
}
