package io.tollgate.webhook;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** A body as it was before something took its bytes for another encoding, or gave it one. */
final class Encodings {
    private static final Charset WINDOWS = Charset.forName("windows-1252");
    /** What is larger is no event that somebody has compressed. */
    private static final int MOST_BYTES = 1 << 20;

    private Encodings() {}

    /** Of UTF-8 that is made of UTF-8's bytes, each taken for a letter. */
    static Stream<byte[]> misread(byte[] body) {
        return text(body, StandardCharsets.UTF_8).stream()
                .filter(text -> text.length() < body.length)
                .flatMap(text -> Stream.of(StandardCharsets.ISO_8859_1, WINDOWS)
                        .flatMap(charset -> bytes(text, charset).stream()));
    }

    /** Of what is no UTF-8, or has the zeros of UTF-16. */
    static Stream<byte[]> inUtf8(byte[] body) {
        boolean wide = new String(body, StandardCharsets.ISO_8859_1).indexOf('\0') >= 0;
        if (!wide && text(body, StandardCharsets.UTF_8).isPresent()) {
            return Stream.empty();
        }
        Stream<Charset> charsets = wide
                ? Stream.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE)
                : Stream.of(StandardCharsets.ISO_8859_1, WINDOWS);
        return charsets.flatMap(charset -> text(body, charset).stream())
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    /** Of what gzip has written. */
    static Optional<byte[]> unzipped(byte[] body) {
        if (body.length < 2 || body[0] != (byte) 0x1F || body[1] != (byte) 0x8B) {
            return Optional.empty();
        }
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return Optional.of(in.readNBytes(MOST_BYTES));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> text(byte[] body, Charset charset) {
        try {
            return Optional.of(
                    charset.newDecoder().decode(ByteBuffer.wrap(body)).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static Optional<byte[]> bytes(String text, Charset charset) {
        try {
            ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(text));
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return Optional.of(copy);
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }
}
