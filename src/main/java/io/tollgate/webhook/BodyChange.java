package io.tollgate.webhook;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** What becomes of a body where something reads it and writes it anew, and how it was before. */
enum BodyChange {
    /** By a parser of JSON: Stripe indents by two spaces. */
    SERIALIZED("it was read as JSON and written anew") {
        @Override
        Optional<byte[]> undone(byte[] body) {
            return written(body, true);
        }
    },
    /** The same of a body that came without spaces, as thin events do. */
    INDENTED("it was read as JSON and indented") {
        @Override
        Optional<byte[]> undone(byte[] body) {
            return written(body, false);
        }
    },
    /** By a tool that ends the last line. */
    LINE_END("a line end was added") {
        @Override
        Optional<byte[]> undone(byte[] body) {
            boolean ends = body.length > 0 && body[body.length - 1] == '\n';
            boolean both = ends && body.length > 1 && body[body.length - 2] == '\r';
            return ends ? Optional.of(Arrays.copyOf(body, body.length - (both ? 2 : 1))) : Optional.empty();
        }
    },
    /** By a tool that takes off the last line's end. */
    NO_LINE_END("its last line end was left out") {
        @Override
        Optional<byte[]> undone(byte[] body) {
            byte[] ended = Arrays.copyOf(body, body.length + 1);
            ended[body.length] = '\n';
            return Optional.of(ended);
        }
    },
    /** By a tool that writes line ends as Windows does. */
    WINDOWS("its line ends were made those of Windows") {
        @Override
        Optional<byte[]> undone(byte[] body) {
            String text = new String(body, StandardCharsets.UTF_8);
            return text.contains("\r\n")
                    ? Optional.of(text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8))
                    : Optional.empty();
        }
    };

    private static final JsonFactory JSON = new JsonFactory();

    private final String words;

    BodyChange(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** As it would have been before; empty when it is not so changed. */
    abstract Optional<byte[]> undone(byte[] body);

    private static Optional<byte[]> written(byte[] body, boolean indented) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length * 2);
        try (JsonParser from = JSON.createParser(body);
                JsonGenerator to = JSON.createGenerator(out)) {
            if (indented) {
                to.setPrettyPrinter(asStripePrints());
            }
            for (JsonToken token = from.nextToken(); token != null; token = from.nextToken()) {
                to.copyCurrentEventExact(from);
            }
        } catch (IOException e) {
            return Optional.empty();
        }
        return Optional.of(out.toByteArray());
    }

    private static DefaultPrettyPrinter asStripePrints() {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        printer.indentArraysWith(lines);
        printer.indentObjectsWith(lines);
        return printer;
    }
}
