package io.tollgate.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An IP address, by its 128 bits. One of IPv4 is the IPv6 address that stands for it ({@code ::ffff:192.0.2.1}), so the two are
 * equal. Text becomes one by these rules alone: no name is ever looked up.
 */
record Address(long high, long low) {
    private static final int MOST_CHARACTERS = 45;
    private static final long MAPPED = 0xFFFF_0000_0000L;
    private static final String PART = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
    private static final Pattern IPV4 = Pattern.compile(PART + "\\." + PART + "\\." + PART + "\\." + PART);
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final int GROUPS = 8;

    /** Of four decimal numbers, or as RFC 4291 writes IPv6; with no zone, port or bracket. Empty for all else. */
    static Optional<Address> of(String text) {
        if (text.length() > MOST_CHARACTERS) {
            return Optional.empty();
        }
        return text.indexOf(':') < 0 ? ipv4(text).map(bits -> new Address(0, MAPPED | bits)) : ipv6(text);
    }

    private static Optional<Long> ipv4(String text) {
        Matcher parts = IPV4.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long bits = 0;
        for (int i = 1; i <= 4; i++) {
            bits = bits << 8 | Integer.parseInt(parts.group(i));
        }
        return Optional.of(bits);
    }

    /** The last 32 bits may be in the form of IPv4, and one run of zeros may be {@code ::}. */
    private static Optional<Address> ipv6(String text) {
        String hex = text;
        if (text.indexOf('.') >= 0) {
            int last = text.lastIndexOf(':') + 1;
            Optional<Long> bits = ipv4(text.substring(last));
            if (bits.isEmpty()) {
                return Optional.empty();
            }
            hex = text.substring(0, last) + Long.toHexString(bits.get() >> 16) + ":"
                    + Long.toHexString(bits.get() & 0xFFFF);
        }
        int gap = hex.indexOf("::");
        ByteBuffer bytes = ByteBuffer.allocate(2 * GROUPS);
        boolean fits;
        if (gap < 0) {
            fits = put(bytes, hex) == GROUPS;
        } else {
            String after = hex.substring(gap + 2);
            ByteBuffer end = ByteBuffer.allocate(2 * GROUPS);
            int first = put(bytes, hex.substring(0, gap));
            int last = put(end, after);
            fits = first >= 0 && last >= 0 && first + last < GROUPS;
            if (fits) {
                bytes.position(2 * (GROUPS - last));
                bytes.put(end.flip());
            }
        }
        return fits ? Optional.of(new Address(bytes.getLong(0), bytes.getLong(8))) : Optional.empty();
    }

    /** @return how many groups there are; negative when one is none, or there are too many */
    private static int put(ByteBuffer bytes, String text) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] groups = text.split(":", -1);
        if (groups.length > GROUPS) {
            return -1;
        }
        for (String group : groups) {
            if (!GROUP.matcher(group).matches()) {
                return -1;
            }
            bytes.putShort((short) Integer.parseInt(group, 16));
        }
        return groups.length;
    }

    boolean isIpv4() {
        return high == 0 && low >>> 32 == MAPPED >>> 32;
    }

    /** What one client has at most: an address of IPv4, or the {@code /64} of IPv6. */
    Address ofClient() {
        return isIpv4() ? this : new Address(high, 0);
    }

    @Override
    public String toString() {
        try {
            byte[] bytes =
                    ByteBuffer.allocate(2 * GROUPS).putLong(high).putLong(low).array();
            return InetAddress.getByAddress(bytes).getHostAddress();
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
