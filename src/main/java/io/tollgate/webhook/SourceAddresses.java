package io.tollgate.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses from which Stripe sends, out of a file: one or a CIDR a line, or the JSON that Stripe publishes. It is looked at
 * again and again. One that cannot be read, or has no address in it, leaves in force what was there before.
 */
final class SourceAddresses {
    private static final Logger log = LoggerFactory.getLogger(SourceAddresses.class);
    private static final int LARGEST = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private volatile AddressRanges ranges;
    private volatile boolean broken;
    /** As it was last looked at; null when it could not be read. */
    private byte[] seen;

    private byte[] taken;
    private String said;

    /**
     * @param file null for none: then every address is one of them
     * @throws InvalidConfiguration when there is no address in it
     */
    SourceAddresses(Path file) {
        this.file = file;
        if (file != null) {
            try {
                seen = read();
                taken = seen;
                ranges = parse(seen);
            } catch (IOException | IllegalArgumentException e) {
                throw new InvalidConfiguration("tollgate.webhook.source-addresses-file: " + why(e)
                        + ". Let it have Stripe's addresses in it, one a line, or as Stripe publishes them:"
                        + " https://stripe.com/files/ips/ips_webhooks.json");
            }
        }
    }

    boolean has(Address address) {
        return ranges == null || ranges.has(address);
    }

    boolean areKnown() {
        return ranges != null;
    }

    /** How many addresses and CIDRs are in force. */
    int count() {
        return ranges == null ? 0 : ranges.count();
    }

    /** Whether the file has something else in it than what is in force, and cannot be taken. */
    boolean isBroken() {
        return broken;
    }

    /** Takes the file if it has changed, and is as it was at the last look: it may be in the middle of being written. */
    void look() {
        if (file == null) {
            return;
        }
        try {
            byte[] now = read();
            boolean isStill = Arrays.equals(now, seen);
            seen = now;
            if (isStill && (!Arrays.equals(now, taken) || broken)) {
                ranges = parse(now);
                taken = now;
                broken = false;
                said = null;
                log.info("{} addresses of Stripe are in force, by {}", ranges.count(), file);
            }
        } catch (IOException | IllegalArgumentException e) {
            broken = true;
            say(why(e));
        }
    }

    private void say(String why) {
        if (!why.equals(said)) {
            said = why;
            log.warn("The {} addresses of before stay in force: {}. Mend the file", ranges.count(), why);
        }
    }

    private byte[] read() throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IllegalArgumentException(file + " has more than 1 MB");
            }
            return bytes;
        }
    }

    private String why(Exception e) {
        return e instanceof IOException
                ? "cannot read " + file + " (" + e.getClass().getSimpleName() + ")"
                : e.getMessage();
    }

    /** @throws IllegalArgumentException says what is wrong with it */
    private AddressRanges parse(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8).strip();
        List<String> addresses = text.startsWith("{") ? json(text) : lines(text);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("there is no address in " + file);
        }
        try {
            return new AddressRanges(addresses);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("of the addresses in " + file + ", " + e.getMessage(), e);
        }
    }

    private static List<String> lines(String text) {
        return text.lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    private List<String> json(String text) {
        try {
            List<String> addresses = new ArrayList<>();
            for (JsonNode address : JSON.readTree(text).path("WEBHOOKS")) {
                addresses.add(address.asText());
            }
            return addresses;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(file + " begins like JSON, and is none", e);
        }
    }
}
