package io.tollgate.routing.check;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.NoSuchLanguageException;
import org.apache.camel.impl.engine.DefaultDataFormatResolver;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.DataFormatDefinition;
import org.apache.camel.model.HasExpressionType;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.MarshalDefinition;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.TransactedDefinition;
import org.apache.camel.model.UnmarshalDefinition;
import org.apache.camel.model.dataformat.CustomDataFormat;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.model.language.MethodCallExpression;
import org.apache.camel.spi.TransactedPolicy;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.springframework.transaction.PlatformTransactionManager;

/** The beans, the data formats and the languages that steps name. */
final class References implements Check {
    private static final Pattern NAMED = Pattern.compile("[?&](\\w+)=(#(?:bean:)?[A-Za-z][\\w.-]*)(?=&|$)");

    private final RouteModel model;
    private final FlowReach reach;
    private final Set<String> beans;
    private final Findings findings;

    /** @param beans the names of those that there are, for a did-you-mean */
    References(RouteModel model, FlowReach reach, Set<String> beans, Findings findings) {
        this.model = model;
        this.reach = reach;
        this.beans = new TreeSet<>(beans);
        this.findings = findings;
    }

    @Override
    public void check() {
        Set<RouteDefinition> underRelay = reach.underRelay();
        for (RouteDefinition route : model.routes()) {
            RouteModel.steps(route).forEach(this::check);
            if (!underRelay.contains(route)) {
                RouteModel.steps(route).forEach(this::behindAQueue);
            }
        }
    }

    private void check(OptionalIdentifiedDefinition<?> step) {
        if (step instanceof ProcessDefinition process) {
            bean(step, process.getRef());
        } else if (step instanceof BeanDefinition bean) {
            bean(step, bean.getRef());
        } else if (step instanceof MarshalDefinition marshal) {
            dataFormat(step, marshal.getDataFormatType());
        } else if (step instanceof UnmarshalDefinition unmarshal) {
            dataFormat(step, unmarshal.getDataFormatType());
        }
        for (String uri : model.destinations(step)) {
            if (RouteModel.scheme(uri).equals("bean") && !uri.contains("${")) {
                bean(step, RouteModel.path(uri));
            }
        }
        if (step instanceof HasExpressionType node && node.getExpressionType() != null) {
            expression(step, node.getExpressionType());
        }
    }

    /** Steps that are refused elsewhere. */
    private void behindAQueue(OptionalIdentifiedDefinition<?> step) {
        named(step);
        if (step instanceof IdempotentConsumerDefinition once && once.getIdempotentRepository() != null) {
            bean(step, once.getIdempotentRepository());
        } else if (step instanceof TransactedDefinition transacted && transacted.getRef() != null) {
            bean(step, transacted.getRef());
        } else if (step instanceof TransactedDefinition
                && model.context()
                        .getRegistry()
                        .findByType(TransactedPolicy.class)
                        .isEmpty()
                && model.context()
                        .getRegistry()
                        .findByType(PlatformTransactionManager.class)
                        .isEmpty()) {
            findings.add(
                    Rule.UNKNOWN_BEAN,
                    model.place(step),
                    "There is no transaction manager for this step; remove it, since a flow takes a message of a queue in a"
                            + " transaction already");
        }
    }

    /** Options of an endpoint that name a bean, such as {@code dataSource: "#accounting"}; a text may begin like that too. */
    private void named(OptionalIdentifiedDefinition<?> step) {
        for (String uri : model.destinations(step)) {
            Set<String> ofBeans = model.models().component(RouteModel.scheme(uri)).stream()
                    .flatMap(component -> component.getEndpointOptions().stream())
                    .filter(option -> "object".equals(option.getType()))
                    .map(BaseOptionModel::getName)
                    .collect(Collectors.toSet());
            NAMED.matcher(uri)
                    .results()
                    .filter(option -> ofBeans.contains(option.group(1))
                            && !option.group(2).equals("#autowired"))
                    .forEach(option -> bean(step, option.group(2)));
        }
    }

    private void dataFormat(OptionalIdentifiedDefinition<?> step, DataFormatDefinition format) {
        String name = format == null ? null : format.getDataFormatName();
        if (name == null || format instanceof CustomDataFormat) {
            return;
        }
        if (new DefaultDataFormatResolver().createDataFormat(name, model.context()) == null) {
            findings.add(
                    Rule.MISSING_MODULE,
                    model.place(step),
                    "The data format '" + name + "' is not here; "
                            + CamelModules.wayOut(CamelModules.ofDataFormat(name)));
        }
    }

    private void bean(OptionalIdentifiedDefinition<?> step, String reference) {
        String name = reference == null ? "" : model.resolved(reference).replaceFirst("^#bean:|^#(?!class:|type:)", "");
        if (name.isEmpty() || name.startsWith("#") || name.contains("${") || exists(name)) {
            return;
        }
        findings.add(
                Rule.UNKNOWN_BEAN,
                model.placeOf(step, reference),
                "There is no bean '" + name + "'" + NearMatch.question(name, beans) + " Name one of "
                        + String.join(", ", beans) + ", or define it under beans:.");
    }

    private boolean exists(String name) {
        return model.context().getRegistry().lookupByName(name) != null;
    }

    private void expression(OptionalIdentifiedDefinition<?> step, ExpressionDefinition expression) {
        String text = RouteModel.expression(step);
        if (expression.getLanguage().equals("ref")) {
            bean(step, text);
            return;
        }
        if (expression instanceof MethodCallExpression method) {
            bean(step, method.getRef());
            return;
        }
        try {
            model.context().resolveLanguage(expression.getLanguage());
        } catch (NoSuchLanguageException e) {
            String name = expression.getLanguage();
            findings.add(
                    Rule.MISSING_MODULE,
                    model.placeOf(step, text),
                    "The language '" + name + "' is not here"
                            + CamelModules.ofLanguage(name)
                                    .map(module -> "; " + CamelModules.wayOut(module))
                                    .orElseGet(() -> ", and Camel has none of that name"
                                            + NearMatch.question(name, CamelModules.languageNames())
                                            + " Use another."));
        }
    }
}
