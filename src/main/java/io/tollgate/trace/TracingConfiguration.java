package io.tollgate.trace;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class TracingConfiguration {
    /** Nothing of OpenTelemetry is loaded while there is nowhere to send traces to. */
    @Bean
    Tracing tracing(TracingProperties properties, @Value("${tollgate.version:unknown}") String version) {
        return properties.isOn()
                ? OpenTelemetryTracing.to(properties.endpoint().strip(), properties.ratio(), version)
                : Tracing.OFF;
    }
}
