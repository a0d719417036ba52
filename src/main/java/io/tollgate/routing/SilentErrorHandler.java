package io.tollgate.routing;

import org.apache.camel.model.RedeliveryPolicyDefinition;
import org.apache.camel.model.errorhandler.DefaultErrorHandlerDefinition;

/** Camel's default error handler without its multi-line log: who called the flow logs one line. Notes the step that has failed. */
final class SilentErrorHandler {
    private SilentErrorHandler() {}

    static DefaultErrorHandlerDefinition definition() {
        RedeliveryPolicyDefinition policy = new RedeliveryPolicyDefinition();
        policy.setLogExhausted("false");
        policy.setLogRetryAttempted("false");
        policy.setLogHandled("false");
        policy.setLogContinued("false");
        DefaultErrorHandlerDefinition handler = new DefaultErrorHandlerDefinition();
        handler.setLevel("OFF");
        handler.setRedeliveryPolicy(policy);
        handler.setOnExceptionOccurredProcessor(new FailedStep());
        return handler;
    }
}
