package io.tollgate.embedded;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Ports of the embedded servers on 127.0.0.1; 0 to 65535, 0 for a free one.
 *
 * @param openwirePort of the broker, for Java clients
 * @param stompPort of the broker, for clients in any language
 * @param smtpPort of the mail server
 */
@Validated
@ConfigurationProperties("tollgate.embedded")
record EmbeddedPorts(
        @DefaultValue("61616") @Min(0) @Max(65535) int openwirePort,
        @DefaultValue("61613") @Min(0) @Max(65535) int stompPort,
        @DefaultValue("2525") @Min(0) @Max(65535) int smtpPort) {}
