package io.tollgate;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** A sentence instead of a stack trace, however deep the start has failed. */
class InvalidConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfiguration> {
    @Override
    protected FailureAnalysis analyze(Throwable failure, InvalidConfiguration cause) {
        return new FailureAnalysis(cause.getMessage(), null, cause);
    }
}
