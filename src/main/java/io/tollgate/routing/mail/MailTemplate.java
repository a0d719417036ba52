package io.tollgate.routing.mail;

import com.github.mustachejava.MustacheException;
import io.tollgate.routing.queue.UnsendableMessage;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A template of mails: head lines, a blank line and the plain text, and beside it perhaps the same as HTML.
 *
 * @param folder of the templates
 * @param name without {@code .mustache}
 */
record MailTemplate(Path folder, String name) {
    static final String SUFFIX = ".mustache";
    private static final String HTML = ".html" + SUFFIX;
    private static final Pattern BLANK_LINE = Pattern.compile("\n(?=[ \t]*\n)");

    /** @throws UnsendableMessage for a name that can be none of a file */
    MailTemplate {
        name = name(name);
    }

    static String name(String name) {
        if (name == null || !name.matches("[A-Za-z0-9_-]+")) {
            throw new UnsendableMessage("A message to stripe.mail needs the header mailTemplate, the name of a"
                    + " file in the routes' templates folder without .mustache");
        }
        return name;
    }

    /** Head and text, with {@link Marks}. */
    String text(Words words) {
        String source = read(name + SUFFIX);
        if (source == null) {
            throw new UnsendableMessage(
                    "There is no " + file() + " beside the routes: add it, or correct the header mailTemplate");
        }
        Matcher blank = BLANK_LINE.matcher(source);
        String marked = blank.find()
                ? source.substring(0, blank.end()) + Marks.END_OF_HEAD + source.substring(blank.end())
                : source;
        return rendered(marked, name + SUFFIX, words, false);
    }

    /** Null when there is no such part. */
    String html(Words words) {
        String source = read(name + HTML);
        return source == null ? null : rendered(source, name + HTML, words, true);
    }

    private String rendered(String source, String file, Words words, boolean isHtml) {
        StringWriter writer = new StringWriter();
        try {
            new TemplateLanguage(this::read, isHtml)
                    .compile(new StringReader(source), file)
                    .execute(writer, new ArrayList<>(List.of((Object) words)));
            return writer.toString();
        } catch (MustacheException e) {
            int line = e.getContext() == null ? 1 : e.getContext().line();
            throw new UnsendableMessage(
                    "templates/" + file + ":" + line + " cannot be filled in; ./tollgate check says" + " more of it");
        }
    }

    private String read(String file) {
        Path path = folder.resolve(file);
        try {
            return Files.isRegularFile(path)
                    ? Files.readString(path, StandardCharsets.UTF_8).replace("\r\n", "\n")
                    : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String file() {
        return "templates/" + name + SUFFIX;
    }

    /** Where a head line stands, as {@code templates/refund.mustache:2}. */
    String placeOf(String head) {
        String source = String.valueOf(read(name + SUFFIX));
        Matcher line = Pattern.compile("(?im)(?:^|\\}\\})\\s*(" + Pattern.quote(head) + ")\\s*:")
                .matcher(source);
        int at = line.find() ? line.start(1) : 0;
        return file() + ":"
                + (1 + source.substring(0, at).chars().filter(c -> c == '\n').count());
    }
}
