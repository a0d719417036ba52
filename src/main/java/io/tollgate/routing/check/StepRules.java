package io.tollgate.routing.check;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.CircuitBreakerDefinition;
import org.apache.camel.model.DelayDefinition;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExecutorServiceAwareDefinition;
import org.apache.camel.model.ExpressionSubElementDefinition;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.InterceptSendToEndpointDefinition;
import org.apache.camel.model.LoadBalanceDefinition;
import org.apache.camel.model.LoopDefinition;
import org.apache.camel.model.MulticastDefinition;
import org.apache.camel.model.OnCompletionDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.PolicyDefinition;
import org.apache.camel.model.PollDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.ResequenceDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SagaDefinition;
import org.apache.camel.model.SamplingDefinition;
import org.apache.camel.model.SetExchangePatternDefinition;
import org.apache.camel.model.SplitDefinition;
import org.apache.camel.model.ThreadsDefinition;
import org.apache.camel.model.ThrottleDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.TransactedDefinition;
import org.apache.camel.model.TryDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.model.loadbalancer.FailoverLoadBalancerDefinition;

/** Which steps break the relay's transactions by what they are, whatever they send to. */
final class StepRules {
    private static final String OUTLIVES = ", so that what is sent there outlives a rollback of the event";
    private static final String LOOKS_ROUTED = " makes a failure look routed";

    private static final String SKIPS = "a destination that is wrong is skipped, which" + LOOKS_ROUTED;

    private record Refusal<T>(Class<T> type, Predicate<T> applies, String why) {
        boolean breaks(OptionalIdentifiedDefinition<?> step) {
            return type.isInstance(step) && applies.test(type.cast(step));
        }
    }

    private static final List<Refusal<?>> RULES = List.of(
            always(WireTapDefinition.class, "wireTap works on another thread" + OUTLIVES),
            always(ThreadsDefinition.class, "threads goes on with another thread" + OUTLIVES),
            new Refusal<>(SplitDefinition.class, s -> on(s.getParallelProcessing()), parallel("split")),
            new Refusal<>(MulticastDefinition.class, m -> on(m.getParallelProcessing()), parallel("multicast")),
            new Refusal<>(RecipientListDefinition.class, r -> on(r.getParallelProcessing()), parallel("recipientList")),
            new Refusal<>(
                    DelayDefinition.class,
                    d -> !off(d.getAsyncDelayed()),
                    "delay goes on with another thread unless asyncDelayed is false" + OUTLIVES),
            always(
                    ThrottleDefinition.class,
                    "throttle holds a relay thread, and with it the events behind, until its turn comes or the deadline"
                            + " rolls all of it back"),
            always(SamplingDefinition.class, "sample drops events, which" + LOOKS_ROUTED),
            new Refusal<>(
                    LoopDefinition.class,
                    l -> on(l.getDoWhile()),
                    "loop with doWhile may never end, and then no deadline ends it"),
            always(TryDefinition.class, "doTry" + LOOKS_ROUTED),
            new Refusal<>(
                    OnExceptionDefinition.class,
                    o -> on(o.getHandled()) || on(o.getContinued()),
                    "onException with handled or continued" + LOOKS_ROUTED),
            always(
                    OnCompletionDefinition.class,
                    "onCompletion runs after the event was routed, and its failure is lost"),
            always(
                    AggregateDefinition.class,
                    "aggregate keeps events in memory and goes on with them after their commit"),
            always(
                    ResequenceDefinition.class,
                    "resequence keeps events in memory and goes on with them after their commit"),
            new Refusal<>(
                    CircuitBreakerDefinition.class,
                    StepRules::hidesOrHandsOver,
                    "circuitBreaker with a timeout or a fallback works on another thread or" + LOOKS_ROUTED),
            new Refusal<>(
                    LoadBalanceDefinition.class,
                    l -> l.getLoadBalancerType() instanceof FailoverLoadBalancerDefinition,
                    "loadBalance with failover keeps what the failed try has sent and" + LOOKS_ROUTED),
            always(
                    IdempotentConsumerDefinition.class,
                    "idempotentConsumer remembers an event that is rolled back later and then drops its retry; the inbox"
                            + " drops duplicates already"),
            new Refusal<>(ToDynamicDefinition.class, t -> on(t.getIgnoreInvalidEndpoint()), SKIPS),
            new Refusal<>(RecipientListDefinition.class, r -> on(r.getIgnoreInvalidEndpoints()), SKIPS),
            new Refusal<>(RoutingSlipDefinition.class, r -> on(r.getIgnoreInvalidEndpoints()), SKIPS),
            new Refusal<>(DynamicRouterDefinition.class, r -> on(r.getIgnoreInvalidEndpoints()), SKIPS),
            new Refusal<>(EnrichDefinition.class, e -> on(e.getIgnoreInvalidEndpoint()), SKIPS),
            new Refusal<>(
                    EnrichDefinition.class,
                    e -> on(e.getAggregateOnException()),
                    "enrich with aggregateOnException" + LOOKS_ROUTED),
            always(TransactedDefinition.class, "transacted opens a transaction beside the relay's" + OUTLIVES),
            always(PolicyDefinition.class, "policy may open a transaction beside the relay's" + OUTLIVES),
            new Refusal<>(
                    InterceptSendToEndpointDefinition.class,
                    i -> on(i.getSkipSendToOriginalEndpoint()),
                    "interceptSendToEndpoint with skipSendToOriginalEndpoint drops what the flow sends, which"
                            + LOOKS_ROUTED),
            always(SagaDefinition.class, "saga completes outside the relay's transaction"),
            always(PollDefinition.class, "poll takes a message outside the relay's transaction"),
            always(PollEnrichDefinition.class, "pollEnrich takes a message outside the relay's transaction"),
            new Refusal<>(
                    SetExchangePatternDefinition.class,
                    p -> "InOut".equalsIgnoreCase(p.getPattern()),
                    "InOut waits for a reply to a message that is sent with the commit only"),
            new Refusal<>(
                    ProcessorDefinition.class,
                    s -> s instanceof ExecutorServiceAwareDefinition<?> e && executor(e),
                    "an executorService works on another thread" + OUTLIVES));

    private StepRules() {}

    /** What the step would break, or empty. */
    static Optional<String> broken(OptionalIdentifiedDefinition<?> step) {
        return RULES.stream()
                .filter(rule -> rule.breaks(step))
                .map(Refusal::why)
                .findFirst();
    }

    private static <T> Refusal<T> always(Class<T> type, String why) {
        return new Refusal<>(type, step -> true, why);
    }

    private static String parallel(String step) {
        return step + " with parallelProcessing works on other threads" + OUTLIVES;
    }

    private static boolean executor(ExecutorServiceAwareDefinition<?> step) {
        return step.getExecutorServiceRef() != null || step.getExecutorServiceBean() != null;
    }

    private static boolean hidesOrHandsOver(CircuitBreakerDefinition breaker) {
        var resilience = breaker.getResilience4jConfiguration();
        return breaker.getOnFallback() != null
                || breaker.getConfiguration() != null
                || breaker.getFaultToleranceConfiguration() != null
                || resilience != null && on(resilience.getTimeoutEnabled());
    }

    /** A placeholder counts as on: what it will be is not known to who reads the file. */
    private static boolean on(String flag) {
        return flag != null && !off(flag);
    }

    private static boolean off(String flag) {
        return "false".equalsIgnoreCase(flag);
    }

    private static boolean on(ExpressionSubElementDefinition flag) {
        return flag != null && !off(flag.getExpressionType().getExpression());
    }
}
