package io.tollgate.routing.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.SimpleExpression;

/** The templates that become mails: their heads, their words, and that an HTML part has the text beside it. */
final class MailTemplates implements Check {
    static final String FOLDER = "templates/";
    static final String SUFFIX = ".mustache";
    private static final String HTML = ".html" + SUFFIX;

    private final RouteModel model;
    private final Snapshot snapshot;
    private final Findings findings;
    private final Set<String> named = new HashSet<>();
    private final Set<String> partials = new HashSet<>();
    private final Set<String> ofSteps = new HashSet<>();

    MailTemplates(RouteModel model, Snapshot snapshot, Findings findings) {
        this.model = model;
        this.snapshot = snapshot;
        this.findings = findings;
    }

    /** The value of a step that sets {@code mailTemplate} to a name that is written down; null for any other step. */
    static String name(OptionalIdentifiedDefinition<?> step, UnaryOperator<String> resolved) {
        boolean isIt = step instanceof SetHeaderDefinition header
                && MailQueues.HEADER.equalsIgnoreCase(header.getName())
                && (header.getExpression() instanceof ConstantExpression
                        || header.getExpression() instanceof SimpleExpression);
        String name = isIt ? resolved.apply(RouteModel.expression(step)) : "";
        return name.matches("[A-Za-z0-9_-]+") ? name : null;
    }

    @Override
    public void check() {
        List<String> files = snapshot.names(FOLDER, SUFFIX);
        for (String file : files) {
            TemplateTag.all(snapshot.text(file)).stream()
                    .filter(tag -> tag.kind() == '>')
                    .forEach(tag ->
                            partials.add(file(tag.name().substring(tag.name().lastIndexOf('/') + 1))));
        }
        model.routes().forEach(route -> RouteModel.steps(route).forEach(this::uses));
        files.stream().filter(file -> file.indexOf('/', FOLDER.length()) < 0).forEach(this::check);
    }

    private static String file(String name) {
        return FOLDER + (name.endsWith(SUFFIX) ? name : name + SUFFIX);
    }

    private void uses(OptionalIdentifiedDefinition<?> step) {
        String name = name(step, model::resolved);
        if (name != null) {
            named.add(file(name));
        }
        model.destinations(step).stream()
                .filter(uri -> uri.contains("/" + FOLDER) && !uri.contains("${"))
                .forEach(uri -> ofSteps.add(
                        file(RouteModel.path(uri).substring(RouteModel.path(uri).lastIndexOf('/') + 1))));
    }

    private void check(String file) {
        if (findings.hasErrorsIn(file)) {
            return;
        }
        String text = snapshot.text(file);
        TemplateWords words = new TemplateWords(model, findings);
        if (file.endsWith(HTML)) {
            String plain = file.substring(0, file.length() - HTML.length()) + SUFFIX;
            if (!partials.contains(file)
                    && !ofSteps.contains(file)
                    && !snapshot.files().containsKey(plain)) {
                findings.add(
                        Rule.INVALID_TEMPLATE,
                        Place.top(file),
                        "The text beside this HTML part is not there, so no mail has it; add " + plain
                                + ", with the head and the plain text, or remove this file");
            } else if (!ofSteps.contains(file)) {
                words.check(file, text, partials.contains(file));
            }
            return;
        }
        TemplateHead head = new TemplateHead(file, text, findings);
        boolean isElse = partials.contains(file) || ofSteps.contains(file);
        if (named.contains(file) || !isElse && head.isLikely()) {
            head.check();
            words.check(file, text, false);
        } else if (partials.contains(file)) {
            words.check(file, text, true);
        }
    }
}
