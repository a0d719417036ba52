package io.tollgate.webhook;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What becomes of a body where something reads it and writes it anew, and how it may have been before. */
enum BodyChange {
    BYTE_ORDER_MARK("a byte order mark was put in front of it") {
        @Override
        Stream<byte[]> undone(byte[] body) {
            boolean has = body.length > 2 && body[0] == (byte) 0xEF && body[1] == (byte) 0xBB && body[2] == (byte) 0xBF;
            return has ? Stream.of(Arrays.copyOfRange(body, 3, body.length)) : Stream.empty();
        }
    },
    /** By a tool that ends the last line. */
    LINE_END("a line end was added") {
        @Override
        Stream<byte[]> undone(byte[] body) {
            boolean ends = body.length > 0 && body[body.length - 1] == '\n';
            boolean both = ends && body.length > 1 && body[body.length - 2] == '\r';
            return ends ? Stream.of(Arrays.copyOf(body, body.length - (both ? 2 : 1))) : Stream.empty();
        }
    },
    /** By a tool that takes off the last line's end. */
    NO_LINE_END("its last line end was left out") {
        @Override
        Stream<byte[]> undone(byte[] body) {
            byte[] ended = Arrays.copyOf(body, body.length + 1);
            ended[body.length] = '\n';
            return Stream.of(ended);
        }
    },
    /** By a tool that writes line ends as Windows does. */
    WINDOWS("its line ends were made those of Windows") {
        @Override
        Stream<byte[]> undone(byte[] body) {
            return ofText(body, text -> text.replace("\r\n", "\n"));
        }
    },
    COMPRESSED("it was compressed") {
        @Override
        Stream<byte[]> undone(byte[] body) {
            return Encodings.unzipped(body).stream();
        }
    },
    MISREAD("it was read as ISO-8859-1 or windows-1252, which it is not, and written as UTF-8") {
        @Override
        Stream<byte[]> undone(byte[] body) {
            return Encodings.misread(body);
        }
    },
    ENCODED("it was written in another encoding than UTF-8") {
        @Override
        Stream<byte[]> undone(byte[] body) {
            return Encodings.inUtf8(body);
        }
    },
    ESCAPED_SLASHES("its slashes were escaped") {
        @Override
        Stream<byte[]> undone(byte[] body) {
            return ofText(body, JsonEscapes::withoutSlashes);
        }
    },
    ESCAPED_LETTERS("its letters were escaped, as \\uXXXX") {
        @Override
        Stream<byte[]> undone(byte[] body) {
            return ofText(body, JsonEscapes::withoutLetters);
        }
    },
    RAW_LETTERS("its escapes, \\uXXXX, were written as letters") {
        @Override
        Stream<byte[]> undone(byte[] body) {
            return ofText(body, JsonEscapes::withLetters);
        }
    },
    /** By a parser of JSON: Stripe indents by two spaces. */
    SERIALIZED("it was read as JSON and written anew") {
        @Override
        Stream<byte[]> undone(byte[] body) {
            return andEscaped(JsonForms.indented(body));
        }
    },
    /** The same of a body that came without spaces, as thin events do. */
    INDENTED("it was read as JSON and indented") {
        @Override
        Stream<byte[]> undone(byte[] body) {
            return andEscaped(JsonForms.compact(body));
        }
    },
    /** By one that sorts, or has no order. */
    REORDERED("it was read as JSON and written anew with its fields in another order") {
        @Override
        Stream<byte[]> undone(byte[] body) {
            return andEscaped(JsonForms.inStripesOrder(body));
        }
    };

    private final String words;

    BodyChange(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** As it may have been before; none when it is not so changed. Made one by one, as they are asked for. */
    abstract Stream<byte[]> undone(byte[] body);

    private static Stream<byte[]> ofText(byte[] body, UnaryOperator<String> undo) {
        String text = new String(body, StandardCharsets.UTF_8);
        String before = undo.apply(text);
        return before.equals(text) ? Stream.empty() : Stream.of(before.getBytes(StandardCharsets.UTF_8));
    }

    private static Stream<byte[]> andEscaped(Optional<byte[]> written) {
        return written.stream().flatMap(body -> Stream.concat(Stream.of(body), RAW_LETTERS.undone(body)));
    }
}
