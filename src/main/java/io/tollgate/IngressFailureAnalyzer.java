package io.tollgate;

import org.apache.camel.spring.boot.CamelSpringBootInitializationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** The only route of Boot's Camel context is receive.camel.yaml: without it nothing could be received. */
class IngressFailureAnalyzer extends AbstractFailureAnalyzer<CamelSpringBootInitializationException> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, CamelSpringBootInitializationException cause) {
        Throwable root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return new FailureAnalysis(
                "receive.camel.yaml, the way into the inbox, does not load: "
                        + (root.getMessage() == null ? root : root.getMessage()),
                "Correct that file, or set TOLLGATE_ROUTES (tollgate.routes) to the folder that has it.",
                cause);
    }
}
