package io.tollgate.forget;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which of Stripe's objects a payload names.
 *
 * @param words that may be ids, wherever they stand, in a text or a link too
 * @param links ids that are a value of their own, outside of {@code metadata}, of objects that belong to one customer only
 */
record Mentions(Set<String> words, Set<String> links) {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();
    /** Looks at each character once, also of a text of a megabyte without an underscore. */
    private static final Pattern WORD = Pattern.compile("(?<![A-Za-z0-9])[A-Za-z0-9]++_[A-Za-z0-9_]++");

    private static final Pattern CUSTOMER = Pattern.compile("cus_[A-Za-z0-9]+");

    /**
     * No products, prices, accounts, payouts, balance transactions: what those name is many customers'.
     * Source: https://docs.stripe.com/api, the examples.
     */
    private static final Pattern OF_ONE_CUSTOMER =
            Pattern.compile("(?:ch|py|pi|seti|setatt|in|ii|il|sub|si|sub_sched|re|pyr|dp|du"
                    + "|cs|pm|card|src|ba|cn|cnli|cbtxn|qt|txi|di|mandate|prv|issfr|bps|tok|credgr)_[A-Za-z0-9_]+");

    private static final String METADATA = "metadata";

    /** @throws IllegalArgumentException when it is no JSON; it says nothing of the text */
    static Mentions of(byte[] payload) {
        Mentions found = new Mentions(new HashSet<>(), new HashSet<>());
        try (JsonParser parser = JSON.createParser(payload)) {
            int metadata = 0;
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token.isStructStart() && (metadata > 0 || METADATA.equals(parser.currentName()))) {
                    metadata++;
                } else if (token.isStructEnd() && metadata > 0) {
                    metadata--;
                } else if (token == JsonToken.VALUE_STRING || token == JsonToken.FIELD_NAME) {
                    found.add(parser.getText(), metadata == 0 && token == JsonToken.VALUE_STRING);
                }
            }
            return found;
        } catch (IOException e) {
            throw new IllegalArgumentException("A payload is no JSON");
        }
    }

    /** The same; of what is no JSON, the words. */
    static Mentions ofAny(byte[] text) {
        try {
            return of(text);
        } catch (IllegalArgumentException e) {
            Mentions found = new Mentions(new HashSet<>(), new HashSet<>());
            found.add(new String(text, StandardCharsets.ISO_8859_1), false);
            return found;
        }
    }

    private void add(String text, boolean mayLink) {
        Matcher matcher = WORD.matcher(text);
        while (matcher.find()) {
            words.add(matcher.group());
        }
        if (mayLink && OF_ONE_CUSTOMER.matcher(text).matches()) {
            links.add(text);
        }
    }

    /** Whether some customer is named beside this one. */
    boolean namesAnother(String customer) {
        return words.stream()
                .anyMatch(
                        word -> !word.equals(customer) && CUSTOMER.matcher(word).matches());
    }

    /** Whether it is about the customer, or about one of these objects, and about nobody else then. */
    boolean isAbout(String customer, Collection<String> objects) {
        return words.contains(customer)
                || !namesAnother(customer) && words.stream().anyMatch(objects::contains);
    }
}
