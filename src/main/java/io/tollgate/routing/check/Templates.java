package io.tollgate.routing.check;

import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.MustacheException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.model.OptionalIdentifiedDefinition;
import org.apache.camel.model.SetHeaderDefinition;
import org.apache.camel.model.language.ConstantExpression;
import org.apache.camel.model.language.SimpleExpression;

/** The templates of the mails, and other files that steps name: whether they are there, and can be read. */
final class Templates implements Check {
    private static final String FOLDER = "templates/";
    private static final String SUFFIX = ".mustache";
    private static final Pattern LINE = Pattern.compile("\\[[^\\[\\]]*:(\\d+)]");

    private final RouteModel model;
    private final Snapshot snapshot;
    private final Findings findings;

    Templates(RouteModel model, Snapshot snapshot, Findings findings) {
        this.model = model;
        this.snapshot = snapshot;
        this.findings = findings;
    }

    @Override
    public void check() {
        snapshot.names(FOLDER, SUFFIX).forEach(this::compile);
        model.routes().forEach(route -> RouteModel.steps(route).forEach(this::check));
    }

    private void compile(String file) {
        try {
            new DefaultMustacheFactory(this::partial).compile(new StringReader(snapshot.text(file)), file);
        } catch (MustacheException e) {
            Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
            findings.add(
                    Rule.INVALID_TEMPLATE,
                    new Place(file, line.find() ? Integer.parseInt(line.group(1)) : 1, 1),
                    "This is no Mustache: " + FailureText.sentence(e)
                            + "; close each {{{ with }}} and each {{#… with {{/…, and name partials as files of templates/");
        }
    }

    private Reader partial(String name) {
        String file = FOLDER + name.substring(name.lastIndexOf('/') + 1);
        return snapshot.files().containsKey(file) ? new StringReader(snapshot.text(file)) : null;
    }

    private void check(OptionalIdentifiedDefinition<?> step) {
        if (step instanceof SetHeaderDefinition header
                && "mailTemplate".equals(header.getName())
                && (header.getExpression() instanceof ConstantExpression
                        || header.getExpression() instanceof SimpleExpression)) {
            mailTemplate(header, model.resolved(RouteModel.expression(header)));
        }
        model.destinations(step).stream()
                .filter(uri -> uri.matches("(mustache|xslt|validator|language|freemarker|velocity):.*"))
                .forEach(uri -> file(step, uri));
    }

    private void mailTemplate(SetHeaderDefinition step, String name) {
        boolean isName = name.matches("[A-Za-z0-9_-]+");
        if (isName && !snapshot.files().containsKey(FOLDER + name + SUFFIX)) {
            Set<String> there = snapshot.names(FOLDER, SUFFIX).stream()
                    .map(file -> file.substring(FOLDER.length(), file.length() - SUFFIX.length()))
                    .collect(Collectors.toCollection(TreeSet::new));
            findings.add(
                    Rule.UNKNOWN_TEMPLATE,
                    model.placeOf(step, name),
                    "There is no " + FOLDER + name + SUFFIX + NearMatch.question(name, there)
                            + " Add the file or correct the name.");
        }
    }

    private void file(OptionalIdentifiedDefinition<?> step, String uri) {
        String resource = RouteModel.path(uri);
        if (!resource.startsWith("file:") || resource.contains("${")) {
            return;
        }
        try {
            if (Files.isReadable(Path.of(resource.substring("file:".length())))) {
                return;
            }
        } catch (InvalidPathException e) {
            // no such file either
        }
        findings.add(
                Rule.UNKNOWN_TEMPLATE,
                model.place(step),
                "There is no file " + resource.substring(resource.lastIndexOf('/') + 1)
                        + " where this step looks for it; add the file or correct the name.");
    }
}
