package io.tollgate;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.activemq.util.URISupport;
import org.springframework.util.StringUtils;

/** Whether {@code spring.activemq.broker-url} names a broker elsewhere, and gives up when it is away. */
public final class BrokerUrl {
    private static final Pattern STARTS_A_BROKER = Pattern.compile("(^|[(,:])(vm|peer|broker):");

    private static final Pattern BROKER =
            Pattern.compile("([a-z0-9+]+://)(?:[^/?,()@]*@)?([\\w.-]+|\\[[0-9a-fA-F:.]+])(:\\d+)?");

    private BrokerUrl() {}

    /** @return the brokers that a URL names, such as {@code tcp://a:61616, tcp://b:61616}; without users, passwords and options */
    public static String shown(String url) {
        return BROKER.matcher(url)
                .results()
                .map(found -> found.group(1) + found.group(2) + Objects.requireNonNullElse(found.group(3), ""))
                .collect(Collectors.joining(", "));
    }

    /** @return a sentence that says the way out; empty when it can work, or there is none */
    public static Optional<String> wrong(String url) {
        if (!StringUtils.hasText(url)) {
            return Optional.empty();
        }
        if (STARTS_A_BROKER.matcher(url).find()) {
            return Optional.of("SPRING_ACTIVEMQ_BROKER_URL (spring.activemq.broker-url) would start a broker inside the"
                    + " gateway: name one that runs, such as tcp://broker:61616.");
        } else if (waitsForEver(url)) {
            return Optional.of(
                    "SPRING_ACTIVEMQ_BROKER_URL (spring.activemq.broker-url) uses failover: without timeout, which waits"
                            + " for ever when the broker is away: add ?timeout=3000 after the closing parenthesis, such as"
                            + " failover:(tcp://a:61616,tcp://b:61616)?timeout=3000.");
        }
        return Optional.empty();
    }

    private static boolean waitsForEver(String url) {
        if (!url.startsWith("failover:")) {
            return false;
        }
        try {
            String timeout =
                    URISupport.parseComposite(new URI(url)).getParameters().get("timeout");
            return timeout == null || Long.parseLong(timeout) <= 0;
        } catch (URISyntaxException | NumberFormatException e) {
            return true;
        }
    }
}
