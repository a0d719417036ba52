package io.tollgate.routing.mail;

import com.github.mustachejava.Binding;
import com.github.mustachejava.Code;
import com.github.mustachejava.DefaultMustacheFactory;
import com.github.mustachejava.DefaultMustacheVisitor;
import com.github.mustachejava.Iteration;
import com.github.mustachejava.MustacheNotFoundException;
import com.github.mustachejava.MustacheVisitor;
import com.github.mustachejava.TemplateContext;
import com.github.mustachejava.reflect.AbstractObjectHandler;
import com.github.mustachejava.util.Wrapper;
import java.io.Reader;
import java.io.StringReader;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Mustache over {@link Words}: values of the event are one line of at most 500 characters; no method of an object is ever called. In HTML each
 * value is escaped, with two braces or three; in plain text none is.
 */
public final class TemplateLanguage extends DefaultMustacheFactory {
    private static final int LONGEST = 500;

    private final UnaryOperator<String> partials;
    private final boolean isHtml;

    /** @param partials the text of a file in the folder of templates, by its name; null when it is not there */
    public TemplateLanguage(UnaryOperator<String> partials, boolean isHtml) {
        this.partials = partials;
        this.isHtml = isHtml;
        setObjectHandler(new Values());
    }

    /** A file of the folder, with its ending or without. */
    @Override
    public String resolvePartialPath(String directory, String name, String extension) {
        String file = name.substring(name.lastIndexOf('/') + 1);
        return file.endsWith(MailTemplate.SUFFIX) ? file : file + MailTemplate.SUFFIX;
    }

    @Override
    public Reader getReader(String name) {
        String text = partials.apply(name);
        if (text == null) {
            throw new MustacheNotFoundException(name);
        }
        return new StringReader(text);
    }

    @Override
    public MustacheVisitor createMustacheVisitor() {
        return new DefaultMustacheVisitor(this) {
            @Override
            public void value(TemplateContext context, String name, boolean isEncoded) {
                super.value(context, name, isHtml);
            }
        };
    }

    private final class Values extends AbstractObjectHandler {
        @Override
        public Wrapper find(String name, List<Object> scopes) {
            return all -> ((Words) all.get(0)).find(name, all);
        }

        @Override
        public Binding createBinding(String name, TemplateContext context, Code code) {
            return scopes -> ((Words) scopes.get(0)).find(name, scopes);
        }

        @Override
        public Writer iterate(Iteration iteration, Writer writer, Object value, List<Object> scopes) {
            return isThere(value) ? super.iterate(iteration, writer, value, scopes) : writer;
        }

        @Override
        public Writer falsey(Iteration iteration, Writer writer, Object value, List<Object> scopes) {
            return super.falsey(iteration, writer, isThere(value) ? value : null, scopes);
        }

        private boolean isThere(Object value) {
            if (value instanceof Amount amount) {
                return !amount.isZero();
            }
            return value instanceof Number number
                    ? new BigDecimal(number.toString()).signum() != 0
                    : !(value instanceof Map<?, ?> map && map.isEmpty());
        }

        @Override
        public String stringify(Object value) {
            if (value instanceof Words.Setting setting) {
                return setting.value();
            }
            // of which each part has been cut
            String line = value instanceof Labelled labelled ? labelled.label() : OneLine.of(text(value), LONGEST);
            return isHtml ? line : Marks.around(line);
        }

        private String text(Object value) {
            if (value instanceof Amount amount) {
                return amount.text();
            } else if (value instanceof Double number) {
                return new BigDecimal(number.toString()).toPlainString();
            }
            // an object where otherwise its id stands
            return value instanceof Map<?, ?> map && map.get("id") instanceof String id ? id : String.valueOf(value);
        }
    }
}
