package io.tollgate.routing.check;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.Predicate;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.support.DefaultExchange;

/** Which flows an event or a message can come to: whether each {@code direct:} has a flow, and each flow is reached. */
final class FlowReach implements Check {
    private static final String DIRECT = "direct";

    private final RouteModel model;
    private final Set<String> named;
    private final Findings findings;
    private final Map<String, RouteDefinition> flows;

    /** @param named flows that the router calls by their name */
    FlowReach(RouteModel model, Set<String> named, Findings findings) {
        this.model = model;
        this.named = named;
        this.findings = findings;
        this.flows = model.flows();
    }

    /** Those that run inside the relay's transactions, and those of which nobody knows where they are called from. */
    Set<RouteDefinition> underRelay() {
        Set<RouteDefinition> behindQueues = reached(consumers());
        RouteDefinition router = flows.get(RouteModel.ROUTER);
        Set<RouteDefinition> behindRouter = router == null ? Set.of() : reached(List.of(router));
        Set<RouteDefinition> under = new HashSet<>(flows.values());
        under.removeIf(flow -> behindQueues.contains(flow) && !behindRouter.contains(flow));
        return under;
    }

    /** Needs all files to have been read. */
    @Override
    public void check() {
        RouteDefinition router = flows.get(RouteModel.ROUTER);
        if (router == null) {
            findings.add(
                    Rule.NO_ROUTER,
                    Place.top("router.camel.yaml"),
                    "No route starts at direct:router, so no event would reach a flow; restore router.camel.yaml");
            return;
        }
        Set<RouteDefinition> reached =
                reached(Stream.concat(Stream.of(router), consumers().stream()).toList());
        boolean someAreUnknown = model.routes().stream()
                .flatMap(route -> RouteModel.steps(route).stream())
                .flatMap(step -> model.destinations(step).stream())
                .anyMatch(uri -> !uri.contains(":"));
        flows.forEach((name, route) -> {
            if (!reached.contains(route) && !someAreUnknown) {
                findings.add(
                        Rule.UNREACHABLE_FLOW,
                        model.place(route),
                        "Nothing sends to direct:" + name + ", so no event ever reaches this flow; add a when to"
                                + " router.camel.yaml, name the flow as its event type that no when names"
                                + " (direct:invoice-paid), or remove it");
            }
        });
        model.routes().forEach(route -> {
            RouteModel.steps(route).forEach(step -> model.destinations(step).forEach(uri -> exists(step, uri)));
            exists(route, deadLetters(route));
        });
    }

    /** Those that take events or messages by themselves. */
    List<RouteDefinition> consumers() {
        return model.routes().stream().filter(route -> !model.isFlow(route)).toList();
    }

    /** These, and what they call. */
    Set<RouteDefinition> reached(Collection<RouteDefinition> from) {
        Set<RouteDefinition> reached = new HashSet<>();
        Deque<RouteDefinition> next = new ArrayDeque<>(from);
        while (!next.isEmpty()) {
            RouteDefinition route = next.remove();
            if (reached.add(route)) {
                RouteModel.steps(route).stream()
                        .flatMap(step -> model.destinations(step).stream())
                        .forEach(uri -> next.addAll(called(uri)));
                next.addAll(called(deadLetters(route)));
                if (route == flows.get(RouteModel.ROUTER)) {
                    named.forEach(name -> next.add(flows.get(name)));
                }
            }
        }
        return reached;
    }

    private String deadLetters(RouteDefinition route) {
        return route.getErrorHandlerFactory() instanceof DeadLetterChannelDefinition channel
                ? model.resolved(channel.getDeadLetterUri())
                : "";
    }

    /** Of a name that is completed at run time, all that fit. */
    Collection<RouteDefinition> called(String uri) {
        if (!RouteModel.scheme(uri).equals(DIRECT)) {
            return List.of();
        }
        String name = RouteModel.path(uri);
        String beginning = name.replaceFirst("\\$\\{.*", "");
        return flows.entrySet().stream()
                .filter(flow -> flow.getKey().equals(name)
                        || !beginning.equals(name) && flow.getKey().startsWith(beginning))
                .map(Map.Entry::getValue)
                .toList();
    }

    private void exists(OptionalIdentifiedDefinition<?> step, String uri) {
        String name = RouteModel.path(uri);
        if (!RouteModel.scheme(uri).equals(DIRECT)) {
            return;
        }
        if (called(uri).isEmpty()) {
            findings.add(
                    Rule.NO_SUCH_FLOW,
                    model.placeOf(step, name),
                    "no route starts at direct:" + name + ", so each of its events would fail"
                            + NearMatch.question(name, flows.keySet()) + " Correct the name or add the flow.");
            return;
        }
        neverStarts(flows.get(name))
                .ifPresent(option -> findings.add(
                        Rule.NO_SUCH_FLOW,
                        model.placeOf(step, name),
                        "the flow at direct:" + name + " has " + option
                                + ", so it does not start and each of its events would fail; remove that"));
    }

    /** As it is set now. */
    private Optional<String> neverStarts(RouteDefinition route) {
        if (route == null) {
            return Optional.empty();
        } else if ("false".equalsIgnoreCase(model.resolved(route.getAutoStartup()))) {
            return Optional.of("autoStartup: false");
        }
        return isLeftOut(route) ? Optional.of("a precondition that is false") : Optional.empty();
    }

    /** Camel asks once, when it builds the route. */
    private boolean isLeftOut(RouteDefinition route) {
        String precondition = model.resolved(route.getPrecondition());
        if (precondition.isEmpty()) {
            return false;
        }
        Predicate predicate = model.context().resolveLanguage("simple").createPredicate(precondition);
        predicate.initPredicate(model.context());
        return !predicate.matches(new DefaultExchange(model.context()));
    }
}
