package io.tollgate.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of HTTP/1.1 as the answers to a webhook need, at the least cost. */
final class HttpAnswer {
    private static final String BLANK_LINE = "\r\n\r\n";
    private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)", Pattern.CASE_INSENSITIVE);
    private static final String LAST_CHUNK = "0\r\n\r\n";

    private HttpAnswer() {}

    /**
     * Whether the buffer holds one answer up to its end.
     *
     * @throws IOException when it is none of status 200
     */
    static boolean isComplete(ByteBuffer received) throws IOException {
        String text = new String(received.array(), 0, received.position(), StandardCharsets.ISO_8859_1);
        int head = text.indexOf(BLANK_LINE);
        if (head < 0) {
            return false;
        }
        if (!text.startsWith("HTTP/1.1 200")) {
            throw new IOException("Not a 200: " + text.lines().findFirst().orElse(""));
        }
        Matcher length = LENGTH.matcher(text.substring(0, head));
        String body = text.substring(head + BLANK_LINE.length());
        return length.find() ? body.length() >= Integer.parseInt(length.group(1)) : body.endsWith(LAST_CHUNK);
    }
}
