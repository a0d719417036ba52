package io.tollgate.stripe.reconcile;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A page of Stripe's list of events, the newest first.
 *
 * @param events each as Stripe wrote it, byte for byte
 * @param next the path of the page after it, of {@code /v2}; null when there is none
 * @param hasMore whether there are older ones, of {@code /v1}
 */
record EventPage(List<byte[]> events, String next, boolean hasMore) {
    private static final JsonFactory JSON = new JsonFactory();

    /** @throws IOException when it is no such list */
    static EventPage read(byte[] body) throws IOException {
        List<byte[]> events = null;
        String next = null;
        boolean hasMore = false;
        try (JsonParser parser = JSON.createParser(body)) {
            require(parser.nextToken() == JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "data" -> events = events(parser, body);
                    case "next_page_url" -> next = path(parser.getValueAsString());
                    case "has_more" -> hasMore = parser.getBooleanValue();
                    default -> parser.skipChildren();
                }
            }
        }
        require(events != null);
        return new EventPage(events, next, hasMore);
    }

    /** Without the host, if there is one: it is asked where all else is asked. */
    private static String path(String url) {
        return url == null ? null : url.replaceFirst("^https?://[^/]*", "");
    }

    private static List<byte[]> events(JsonParser parser, byte[] body) throws IOException {
        require(parser.currentToken() == JsonToken.START_ARRAY);
        List<byte[]> events = new ArrayList<>();
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            int from = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            int to = (int) parser.currentLocation().getByteOffset();
            events.add(Arrays.copyOfRange(body, from, to));
        }
        require(parser.currentToken() == JsonToken.END_ARRAY);
        return events;
    }

    private static void require(boolean holds) throws IOException {
        if (!holds) {
            throw new IOException("It is no list of events");
        }
    }
}
