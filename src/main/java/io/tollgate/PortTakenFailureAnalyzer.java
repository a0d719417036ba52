package io.tollgate;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/** In the place of Boot's own, which does not name the setting. */
@Order(Ordered.HIGHEST_PRECEDENCE)
class PortTakenFailureAnalyzer extends AbstractFailureAnalyzer<PortInUseException> {
    private static final String OPERATORS = "management.server.port";

    private final Environment environment;

    PortTakenFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable failure, PortInUseException cause) {
        String port = Integer.toString(cause.getPort());
        boolean operators = port.equals(environment.getProperty(OPERATORS));
        return new FailureAnalysis(
                "Port " + port + ", for " + (operators ? "health and metrics" : "HTTP") + ", is taken.",
                "Stop what listens there, such as another gateway, or set "
                        + (operators ? "MANAGEMENT_SERVER_PORT (" + OPERATORS + ")" : "SERVER_PORT (server.port)")
                        + " to another port.",
                cause);
    }
}
