package io.tollgate.trace;

import io.tollgate.InvalidConfiguration;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param endpoint where traces go, by OTLP over HTTP; null or empty for nowhere
 * @param ratio how many of the traces are kept, 0 to 1
 */
@ConfigurationProperties("tollgate.tracing")
record TracingProperties(String endpoint, @DefaultValue("1") double ratio) {
    TracingProperties {
        if (endpoint != null && !endpoint.isBlank() && !isHttp(endpoint)) {
            // not the value: it may have a password
            throw new InvalidConfiguration("tollgate.tracing.endpoint is no address of a collector:"
                    + " set its OTLP address over HTTP, such as http://collector:4318/v1/traces");
        }
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new InvalidConfiguration(
                    "tollgate.tracing.ratio is " + ratio + ": set 0 to 1, such as 0.1 for a tenth of the traces");
        }
    }

    boolean isOn() {
        return endpoint != null && !endpoint.isBlank();
    }

    private static boolean isHttp(String endpoint) {
        try {
            URI uri = URI.create(endpoint.strip());
            return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
