package io.tollgate.routing.queue;

import java.io.File;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import javax.xml.transform.Source;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;
import org.apache.camel.WrappedFile;
import org.w3c.dom.Node;

/** What a body is as text. Any other object has no text of its own: what Java would make of it, no consumer reads. */
final class TextBody {
    private TextBody() {}

    /** @throws UnsendableMessage when it is none */
    static String of(Exchange exchange, Object body) {
        if (body instanceof CharSequence text) {
            return text.toString();
        } else if (body instanceof Node || body instanceof Source || body instanceof Reader) {
            return exchange.getContext().getTypeConverter().convertTo(String.class, exchange, body);
        } else if (isBytes(body)) {
            return decoded(bytes(exchange, body));
        }
        throw new UnsendableMessage(
                kind(body) + " is no text: marshal it to json before, or name a jmsMessageType at the step");
    }

    private static boolean isBytes(Object body) {
        return body instanceof byte[]
                || body instanceof InputStream
                || body instanceof StreamCache
                || body instanceof ByteBuffer
                || body instanceof WrappedFile
                || body instanceof File;
    }

    /** A stream is read from its beginning, and can be read by the next step as well. */
    private static byte[] bytes(Exchange exchange, Object body) {
        if (body instanceof StreamCache cache) {
            cache.reset();
        }
        byte[] bytes = exchange.getContext().getTypeConverter().convertTo(byte[].class, exchange, body);
        if (body instanceof StreamCache cache) {
            cache.reset();
        }
        return bytes == null ? new byte[0] : bytes;
    }

    private static String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new UnsendableMessage(
                    "The bytes are no text in UTF-8: convert them first, or set jmsMessageType: Bytes at the step");
        }
    }

    private static String kind(Object body) {
        if (body == null) {
            return "A body that is null";
        } else if (body instanceof Map) {
            return "A Map";
        } else if (body instanceof Collection) {
            return "A List";
        }
        String type = body.getClass().getSimpleName();
        return "An object of type " + (type.isEmpty() ? body.getClass().getName() : type);
    }
}
