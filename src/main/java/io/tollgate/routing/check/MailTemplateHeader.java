package io.tollgate.routing.check;

import java.util.EnumMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.camel.model.ChoiceDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.RemoveHeaderDefinition;
import org.apache.camel.model.RemoveHeadersDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.SetHeadersDefinition;
import org.apache.camel.support.PatternHelper;

/**
 * Whether the header {@code mailTemplate} is set where a flow sends to a queue of mails. What cannot be known counts as set: only what
 * certainly makes no mail, for each event that takes a branch that is written down, is a finding.
 */
final class MailTemplateHeader implements Check {
    /** Steps after which the headers are as before. */
    private static final Set<String> HARMLESS =
            Set.of("jms", "log", "sql", "direct", "smtp", "smtps", "file", "mustache");

    private static final Set<String> MAY_SET =
            Set.of("bean", "script", "enrich", "pollEnrich", "poll", "unmarshal", "marshal", "claimCheck", "kamelet");
    private static final Set<String> ENDS = Set.of("stop", "throwException", "rollback");

    /** In the order in which branches are joined: one without it is enough. */
    private enum Is {
        UNSET,
        UNKNOWN,
        SET,
        /** Nothing goes on from here. */
        OVER
    }

    private final RouteModel model;
    private final FlowReach reach;
    private final Set<String> named;
    private final Findings findings;
    private final Set<String> queues;
    private final Map<RouteDefinition, Map<Is, Is>> walked = new IdentityHashMap<>();

    MailTemplateHeader(RouteModel model, FlowReach reach, Set<String> named, Findings findings) {
        this.model = model;
        this.reach = reach;
        this.named = named;
        this.findings = findings;
        this.queues = MailQueues.of(model, reach);
    }

    @Override
    public void check() {
        Map<String, RouteDefinition> flows = model.flows();
        Set<String> entries = new HashSet<>(named);
        entries.add(RouteModel.ROUTER);
        entries.stream().filter(flows::containsKey).forEach(name -> walk(flows.get(name), Is.UNSET));
        for (RouteDefinition consumer : reach.consumers()) {
            // a message may bring it along
            walk(consumer, MailQueues.name(model.from(consumer)).isEmpty() ? Is.UNSET : Is.UNKNOWN);
        }
    }

    private Is walk(RouteDefinition route, Is before) {
        Map<Is, Is> known = walked.computeIfAbsent(route, any -> new EnumMap<>(Is.class));
        if (!known.containsKey(before)) {
            // for a flow that calls itself
            known.put(before, Is.UNKNOWN);
            known.put(before, walk(route.getOutputs(), before));
        }
        return known.get(before);
    }

    private Is walk(List<? extends OptionalIdentifiedDefinition<?>> steps, Is before) {
        Is is = before;
        for (OptionalIdentifiedDefinition<?> step : steps) {
            if (is != Is.OVER && !RouteModel.isDisabled(step)) {
                is = step(step, is);
            }
        }
        return is;
    }

    private Is step(OptionalIdentifiedDefinition<?> step, Is before) {
        if (before == Is.UNSET) {
            model.destinations(step).stream()
                    .filter(uri -> queues.contains(MailQueues.name(uri)))
                    .forEach(uri -> findings.add(
                            Rule.NO_MAIL_TEMPLATE,
                            model.placeOf(step, MailQueues.name(uri)),
                            "Nothing on the way here sets the header mailTemplate, so no mail comes of it; set it before"
                                    + " this step, to the name of a file in templates/"));
        }
        if (step instanceof ChoiceDefinition choice) {
            return choice(choice, before);
        }
        Is after = after(step, before);
        List<OptionalIdentifiedDefinition<?>> children = YamlRoutes.children(step);
        return children.isEmpty() ? after : perhaps(before, walk(children, after));
    }

    /** One branch that is written down and leaves it unset is enough, since its events come to the next step. */
    private Is choice(ChoiceDefinition choice, Is before) {
        Is least = Is.OVER;
        for (OptionalIdentifiedDefinition<?> branch : YamlRoutes.children(choice)) {
            Is after = RouteModel.isDisabled(branch) ? Is.OVER : walk(YamlRoutes.children(branch), before);
            least = after.compareTo(least) < 0 ? after : least;
        }
        return choice.getOtherwise() == null ? perhaps(before, least) : least;
    }

    /** Behind steps that need not be taken. */
    private static Is perhaps(Is before, Is inside) {
        return inside == before || inside == Is.OVER ? before : Is.UNKNOWN;
    }

    private Is after(OptionalIdentifiedDefinition<?> step, Is before) {
        if (ENDS.contains(step.getShortName())) {
            return Is.OVER;
        }
        if (step instanceof SetHeaderDefinition header) {
            return named(header.getName(), before);
        }
        if (step instanceof SetHeadersDefinition several) {
            Is is = before;
            for (SetHeaderDefinition header : several.getHeaders()) {
                is = named(header.getName(), is);
            }
            return is;
        }
        boolean isRemoved =
                step instanceof RemoveHeaderDefinition one && MailQueues.HEADER.equalsIgnoreCase(one.getName())
                        || step instanceof RemoveHeadersDefinition many
                                && PatternHelper.matchPattern(MailQueues.HEADER, many.getPattern())
                                && many.getExcludePattern() == null;
        return isRemoved ? Is.UNSET : called(step, before);
    }

    private static Is named(String name, Is before) {
        return MailQueues.HEADER.equalsIgnoreCase(name)
                ? Is.SET
                : String.valueOf(name).contains("${") ? Is.UNKNOWN : before;
    }

    private Is called(OptionalIdentifiedDefinition<?> step, Is before) {
        boolean isOwn = step instanceof ProcessDefinition process
                && !Set.of("unroutedTypes", "mailRefusal").contains(String.valueOf(process.getRef()));
        Is after = isOwn || MAY_SET.contains(step.getShortName()) ? Is.UNKNOWN : before;
        for (String uri : model.destinations(step)) {
            if (!HARMLESS.contains(RouteModel.scheme(uri).toLowerCase(Locale.ROOT))) {
                after = Is.UNKNOWN;
            }
        }
        List<Is> ends = model.destinations(step).stream()
                .flatMap(uri -> reach.called(uri).stream())
                .map(flow -> walk(flow, before))
                .toList();
        // a stop ends the caller's way too
        return ends.isEmpty() ? after : ends.size() == 1 && after == before ? ends.get(0) : Is.UNKNOWN;
    }
}
