package io.tollgate.routing.check;

import com.github.mustachejava.MustacheException;
import io.tollgate.routing.mail.TemplateLanguage;
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

/** The templates of the mails, and other files that steps name: whether they are there, and can be read. */
final class Templates implements Check {
    private static final String FOLDER = MailTemplates.FOLDER;
    private static final String SUFFIX = MailTemplates.SUFFIX;
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
            new TemplateLanguage(this::partial, false).compile(new StringReader(snapshot.text(file)), file);
        } catch (MustacheException e) {
            Matcher line = LINE.matcher(String.valueOf(e.getMessage()));
            findings.add(
                    Rule.INVALID_TEMPLATE,
                    new Place(file, line.find() ? Integer.parseInt(line.group(1)) : 1, 1),
                    "This is no Mustache: " + FailureText.sentence(e)
                            + "; close each {{{ with }}} and each {{#… with {{/…, and name partials as files of templates/");
        }
    }

    private String partial(String name) {
        return snapshot.files().containsKey(FOLDER + name) ? snapshot.text(FOLDER + name) : null;
    }

    private void check(OptionalIdentifiedDefinition<?> step) {
        String name = MailTemplates.name(step, model::resolved);
        if (name != null) {
            mailTemplate(step, name);
        }
        model.destinations(step).stream()
                .filter(uri -> uri.matches("(mustache|xslt|validator|language|freemarker|velocity):.*"))
                .forEach(uri -> file(step, uri));
    }

    private void mailTemplate(OptionalIdentifiedDefinition<?> step, String name) {
        if (!snapshot.files().containsKey(FOLDER + name + SUFFIX)) {
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
