package io.tollgate.routing.check;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Predicate;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.FilterDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.model.WhenDefinition;

/**
 * The flows that get an event by their name: {@code direct:invoice-paid} those of type {@code invoice.paid}, and
 * {@code direct:customer-subscription-*} those of each type that begins so. Only a type that no condition of the router names: what a
 * condition has left out must not slip in by its name.
 */
final class NamedFlows {
    private static final String ANY = "*";

    private final RouteModel model;
    private final Conditions conditions;
    private final RouteDefinition router;
    private final KnownTypes types;
    private final Set<String> mentioned = new HashSet<>();
    private final Map<String, Set<String>> byFlow = new TreeMap<>();

    NamedFlows(RouteModel model, Conditions conditions, KnownTypes types) {
        this.model = model;
        this.conditions = conditions;
        this.types = types;
        this.router = model.flows().get(RouteModel.ROUTER);
        if (router != null && choice().isPresent()) {
            mentioned.addAll(mentioned());
            types.known()
                    .forEach(type -> of(type).ifPresent(flow ->
                            byFlow.computeIfAbsent(flow, f -> new TreeSet<>()).add(type)));
        }
    }

    /** That of a type, also of one that Stripe has some day: it is like those that begin as it does. */
    private Optional<String> of(String type) {
        boolean isMentioned = mentioned.contains(types.known().contains(type) ? type : types.later(type));
        return isMentioned ? Optional.empty() : flowOf(type);
    }

    /** The known types that each gets, by its name. */
    Map<String, Set<String>> byFlow() {
        return byFlow;
    }

    private Set<String> mentioned() {
        return RouteModel.steps(router).stream()
                .filter(step -> step instanceof WhenDefinition || step instanceof FilterDefinition)
                .map(conditions::of)
                .filter(condition -> condition.byType() && KnownTypes.areNamed(condition.can()))
                .flatMap(condition -> condition.can().stream())
                .collect(Collectors.toSet());
    }

    private Optional<String> flowOf(String type) {
        String name = dashed(type);
        Set<String> flows = model.flows().keySet();
        return flows.contains(name)
                ? Optional.of(name).filter(flow -> !flow.equals(RouteModel.ROUTER))
                : flows.stream()
                        .filter(flow -> flow.contains(ANY) && matches(flow, name))
                        .max(Comparator.comparingInt(String::length).thenComparing(flow -> flow));
    }

    private static boolean matches(String pattern, String name) {
        String regex = Stream.of(pattern.split(Pattern.quote(ANY), -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*"));
        return name.matches(regex);
    }

    static String dashed(String type) {
        return type.replaceAll("[._]", "-");
    }

    /** Two types of one name would be one flow's, whoever meant which. */
    void check(Findings findings) {
        byFlow.forEach((flow, types) -> {
            if (!flow.contains(ANY) && types.size() > 1) {
                findings.add(
                        Rule.DUPLICATE_ID,
                        model.place(model.flows().get(flow)),
                        "direct:" + flow + " is the name of the types " + String.join(" and ", types)
                                + "; give one of them a when in router.camel.yaml");
            }
        });
    }

    /** The choice that an event of a type without a flow leaves by {@code otherwise}: the first one that asks for the type. */
    private Optional<ChoiceDefinition> choice() {
        List<ChoiceDefinition> choices = router.getOutputs().stream()
                .filter(step -> step instanceof ChoiceDefinition choice
                        && choice.getOtherwise() != null
                        && !RouteModel.isDisabled((OptionalIdentifiedDefinition<?>) step))
                .map(ChoiceDefinition.class::cast)
                .toList();
        return choices.size() == 1
                ? Optional.of(choices.get(0))
                : choices.stream().filter(this::isByType).findFirst();
    }

    private boolean isByType(ChoiceDefinition choice) {
        return choice.getWhenClauses().stream()
                .anyMatch(when -> conditions.of(when).byType());
    }

    /** Adds to the router what it does with them: the last branches in front of {@code otherwise}. */
    void addToRouter() {
        byFlow.keySet().forEach(flow -> {
            Predicate isIts = exchange -> of(exchange.getMessage().getHeader("stripeEventType", "", String.class))
                    .filter(flow::equals)
                    .isPresent();
            WhenDefinition when = new WhenDefinition(isIts);
            when.setId("is-" + flow + "-by-its-name");
            ToDefinition to = new ToDefinition("direct:" + flow);
            to.setId("to-" + flow + "-by-its-name");
            when.addOutput(to);
            choice().orElseThrow().getWhenClauses().add(when);
        });
    }
}
