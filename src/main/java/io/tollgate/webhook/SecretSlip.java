package io.tollgate.webhook;

import java.util.List;
import java.util.stream.Stream;

/** How a secret is got wrong by who sets it, here or at a sender of one's own. */
enum SecretSlip {
    TWO_PREFIXES("with one whsec_ more or less in front") {
        @Override
        Stream<String> stream(String secret) {
            return Stream.of(Secret.PREFIX + secret, secret.substring(Secret.PREFIX.length()))
                    .filter(key -> key.startsWith(Secret.PREFIX));
        }
    },
    NO_PREFIX("without its whsec_") {
        @Override
        Stream<String> stream(String secret) {
            return Stream.of(secret.substring(Secret.PREFIX.length()));
        }
    },
    QUOTES("with quotes around it") {
        @Override
        Stream<String> stream(String secret) {
            return Stream.of("\"" + secret + "\"", "'" + secret + "'");
        }
    },
    SPACE("with a line end or a space around it") {
        @Override
        Stream<String> stream(String secret) {
            return Stream.of(secret + "\n", secret + "\r\n", secret + "\r", secret + " ", " " + secret);
        }
    },
    /** Such as a separator that was taken along; Stripe's have letters and digits only. */
    MORE_BEHIND("without the characters =, -, _, + or / behind it") {
        @Override
        Stream<String> stream(String secret) {
            return Stream.of(secret.replaceFirst("[=_+/-]+$", ""));
        }
    };

    private final String words;

    SecretSlip(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    abstract Stream<String> stream(String secret);

    /** What the other side may have signed with. */
    List<String> keys(String secret) {
        return stream(secret)
                .filter(key -> !key.isEmpty() && !key.equals(secret))
                .toList();
    }
}
