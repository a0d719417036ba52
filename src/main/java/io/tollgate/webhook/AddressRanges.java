package io.tollgate.webhook;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Addresses that are named one by one, or by CIDR: {@code 192.0.2.0/24}. */
final class AddressRanges {
    private static final Pattern BITS = Pattern.compile("0|[1-9][0-9]{0,2}");

    /** Those that nobody has on the Internet: whoever sends from there is of one's own network. */
    static final AddressRanges OWN_NETWORKS = new AddressRanges(List.of(
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "100.64.0.0/10",
            "::1",
            "fc00::/7",
            "fe80::/10"));

    /** @param bits of the 128 that are the same for all of it; for IPv4 96 and more */
    private record Range(Address first, int bits) {
        boolean has(Address address) {
            return first.isIpv4() == address.isIpv4()
                    && same(first.high(), address.high(), bits)
                    && same(first.low(), address.low(), bits - Long.SIZE);
        }

        private static boolean same(long one, long other, int bits) {
            return bits <= 0 || (one ^ other) >>> (Long.SIZE - Math.min(bits, Long.SIZE)) == 0;
        }
    }

    private final List<Range> ranges = new ArrayList<>();

    /**
     * @param texts an address or a CIDR each
     * @throws IllegalArgumentException says which one is neither, by its number: what it is may be a secret in the wrong place
     */
    AddressRanges(List<String> texts) {
        for (String text : texts) {
            ranges.add(range(text)
                    .orElseThrow(() -> new IllegalArgumentException("number " + (ranges.size() + 1)
                            + " is neither an address nor a CIDR such as 192.0.2.0/24")));
        }
    }

    private static Optional<Range> range(String text) {
        int slash = text.indexOf('/');
        Optional<Address> first = Address.of(slash < 0 ? text : text.substring(0, slash));
        if (first.isEmpty() || slash < 0) {
            return first.map(address -> new Range(address, 2 * Long.SIZE));
        }
        String bits = text.substring(slash + 1);
        if (!BITS.matcher(bits).matches()) {
            return Optional.empty();
        }
        // of an address of IPv4, in whichever form, 96 bits are always the same
        boolean isMapped = text.indexOf(':') >= 0 && first.get().isIpv4();
        int given = Integer.parseInt(bits) + (first.get().isIpv4() && !isMapped ? 96 : 0);
        return first.map(address -> new Range(address, given))
                .filter(range -> given <= 2 * Long.SIZE && (!isMapped || given >= 96));
    }

    boolean has(Address address) {
        return ranges.stream().anyMatch(range -> range.has(address));
    }

    int count() {
        return ranges.size();
    }
}
