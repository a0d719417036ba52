package io.tollgate.webhook;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the chunked transfer coding (RFC 9112, 7.1) as strictly as it is written there; trailers and extensions are dropped. */
final class ChunkedBody {
    private static final int LONGEST_SIZE = 8;

    private final String framed;
    private int at;

    private ChunkedBody(byte[] framed) {
        this.framed = new String(framed, StandardCharsets.ISO_8859_1);
    }

    /** What is sent in these bytes; nothing when they break the coding or end too early. */
    static Optional<byte[]> of(byte[] framed) {
        return new ChunkedBody(framed).read();
    }

    private Optional<byte[]> read() {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            String size = line().split(";", 2)[0].strip();
            if (!size.matches("[0-9a-fA-F]{1," + LONGEST_SIZE + "}")) {
                return Optional.empty();
            }
            long length = Long.parseLong(size, 16);
            if (length == 0) {
                return Optional.of(body.toByteArray());
            }
            if (at + length + 2 > framed.length() || !framed.startsWith("\r\n", at + (int) length)) {
                return Optional.empty();
            }
            body.writeBytes(framed.substring(at, at + (int) length).getBytes(StandardCharsets.ISO_8859_1));
            at += (int) length + 2;
        }
    }

    /** To the next line's end, which is passed over; empty when there is none. */
    private String line() {
        int end = framed.indexOf("\r\n", at);
        if (end < 0) {
            return "";
        }
        String line = framed.substring(at, end);
        at = end + 2;
        return line;
    }
}
