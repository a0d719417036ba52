package io.tollgate.webhook;

import io.tollgate.InvalidConfiguration;
import io.tollgate.inbox.EndpointPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
 * @param proxies addresses and CIDRs of the proxies in front: only their {@code X-Forwarded-For} says who the client is
 * @param sourceAddressesFile with the addresses from which Stripe sends; null for none
 * @param rate requests that are refused, which a client may send a second; 0 for no limit, 1000 at most
 */
@ConfigurationProperties("tollgate.webhook")
record WebhookProperties(
        @DefaultValue("1MB") DataSize maxBody,
        @DefaultValue("1024") int inFlight,
        DataSize inFlightSize,
        @DefaultValue("10s") Duration bodyTimeout,
        @DefaultValue Map<String, Endpoint> endpoints,
        @DefaultValue List<String> proxies,
        Path sourceAddressesFile,
        @DefaultValue("0") int rate) {
    static final String DEFAULT_ENDPOINT = "default";
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
            endpoints.put(DEFAULT_ENDPOINT, Endpoint.of(List.of(), List.of(), Duration.ofMinutes(5)));
        }
        endpoints.forEach(WebhookProperties::check);
        if (rate < 0 || rate > 1000) {
            throw new InvalidConfiguration(
                    "tollgate.webhook.rate is " + rate + ": set it to between 1 and 1000, or to 0 for no limit");
        }
        if (sourceAddressesFile != null && sourceAddressesFile.toString().isBlank()) {
            sourceAddressesFile = null;
        }
        for (Map.Entry<String, Endpoint> endpoint : endpoints.entrySet()) {
            if (endpoint.getValue().sourceAddresses() != SourceCheck.OFF && sourceAddressesFile == null) {
                throw new InvalidConfiguration("tollgate.webhook.endpoints." + endpoint.getKey()
                        + ".source-addresses is on: set tollgate.webhook.source-addresses-file to a file of Stripe's"
                        + " addresses, https://stripe.com/files/ips/ips_webhooks.json");
            }
        }
    }

    /**
     * @param secrets one, or during a rotation several; any of them may have signed
     * @param secretFiles files with more of them, a secret a line, which are looked at again while it runs
     * @param tolerance how far the signature's timestamp may be from this machine's clock, either way; 1 s or more
     * @param livemode of which mode the events are that are routed
     * @param accounts the connected accounts whose events are routed; empty for all, {@code none} for none of them
     * @param sourceAddresses what becomes of a request from an address that is none of Stripe's
     */
    record Endpoint(
            @DefaultValue List<String> secrets,
            @DefaultValue List<String> secretFiles,
            @DefaultValue("5m") Duration tolerance,
            @DefaultValue("both") EndpointPolicy.Livemode livemode,
            @DefaultValue List<String> accounts,
            @DefaultValue("off") SourceCheck sourceAddresses) {
        Endpoint {
            secrets = given(secrets);
            secretFiles = given(secretFiles);
        }

        private static List<String> given(List<String> texts) {
            return texts.stream()
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .distinct()
                    .toList();
        }

        /** One that takes all. */
        static Endpoint of(List<String> secrets, List<String> secretFiles, Duration tolerance) {
            return new Endpoint(
                    secrets, secretFiles, tolerance, EndpointPolicy.Livemode.BOTH, List.of(), SourceCheck.OFF);
        }

        /** Never shows a secret. */
        @Override
        public String toString() {
            return "Endpoint[secrets=" + secrets.size() + ", secretFiles=" + secretFiles + ", tolerance=" + tolerance
                    + "]";
        }
    }

    /** What is done about addresses that are none of Stripe's. */
    enum SourceCheck {
        OFF,
        WARN,
        BLOCK
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
        if (endpoint.secrets().isEmpty() && endpoint.secretFiles().isEmpty()) {
            throw new InvalidConfiguration("No signing secret for endpoint '" + name + "': set " + secretsSetting(name)
                    + " to the endpoint's whsec_… from Stripe's Dashboard, or " + filesSetting(name)
                    + " to a file that has it");
        }
        if (!endpoint.secrets().stream().allMatch(Secret::canBe)) {
            throw new InvalidConfiguration(
                    "A signing secret of endpoint '" + name + "' cannot be one: " + Secret.FORM
                            + ". Set " + secretsSetting(name)
                            + " to the one that the Dashboard shows for the endpoint, which is neither its id (we_…) nor an API key");
        }
        if (endpoint.tolerance().compareTo(Duration.ofSeconds(1)) < 0) {
            throw new InvalidConfiguration(
                    property + ".tolerance is " + endpoint.tolerance() + ": set it to 1s or more, such as 5m");
        }
    }

    private static String secretsSetting(String endpoint) {
        return endpoint.equals(DEFAULT_ENDPOINT)
                ? "STRIPE_WEBHOOK_SECRET"
                : "tollgate.webhook.endpoints." + endpoint + ".secrets";
    }

    static String filesSetting(String endpoint) {
        return (endpoint.equals(DEFAULT_ENDPOINT) ? "STRIPE_WEBHOOK_SECRET_FILE, or " : "")
                + "tollgate.webhook.endpoints." + endpoint + ".secret-files";
    }
}
