package io.tollgate.console.access;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * How long somebody has to wait who has tried wrong passwords. Of an address ten are free, then it waits a second, two, four, up to five
 * minutes. Of a name, whoever tried it, twenty are free, then those wait who have failed before, half a minute at most: so many addresses
 * have one try each, and nobody locks out somebody else. After a quarter of an hour it is forgotten.
 *
 * <p>Bounded in memory: of addresses that are too many those are forgotten that tried longest ago, and names share 4096 places, also those
 * that no user has.
 */
@Component
class LoginThrottle {
    static final int FREE_OF_ADDRESS = 10;
    static final int FREE_OF_NAME = 20;
    private static final int MOST_ADDRESSES = 10_000;
    private static final int NAMES = 4096;
    private static final long LONGEST_OF_ADDRESS = Duration.ofMinutes(5).toMillis();
    private static final long LONGEST_OF_NAME = Duration.ofSeconds(30).toMillis();
    private static final long FORGOTTEN = Duration.ofMinutes(15).toMillis();
    private static final int MOST_DOUBLINGS = 20;
    private static final Failures NONE = new Failures(0, 0);

    /** @param last in milliseconds */
    private record Failures(int count, long last) {
        long until(int free, long longest) {
            return count < free ? 0 : last + Math.min(longest, 1000L << Math.min(MOST_DOUBLINGS, count - free));
        }

        Failures at(long now) {
            return now - last > FORGOTTEN ? NONE : this;
        }

        Failures more(long now) {
            return new Failures(Math.min(count + 1, 1000), now);
        }

        Failures fewer() {
            return new Failures(Math.max(0, count - 1), last);
        }
    }

    private final Clock clock;
    private final Failures[] names = new Failures[NAMES];
    private final Map<String, Failures> addresses = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
            return size() > MOST_ADDRESSES;
        }
    };

    LoginThrottle(Clock clock) {
        this.clock = clock;
        Arrays.fill(names, NONE);
    }

    /** Zero when it may be tried: then it counts as wrong until it is taken back, so that many at once are no way around. Else how long to wait. */
    synchronized Duration admit(String address, String name) {
        long now = clock.millis();
        String network = network(address);
        Failures ofAddress = addresses.getOrDefault(network, NONE).at(now);
        Failures ofName = names[place(name)].at(now);
        long until = ofAddress.until(FREE_OF_ADDRESS, LONGEST_OF_ADDRESS);
        if (ofAddress.count() > 0) {
            until = Math.max(until, ofName.until(FREE_OF_NAME, LONGEST_OF_NAME));
        }
        if (until > now) {
            return Duration.ofMillis(until - now);
        }
        addresses.put(network, ofAddress.more(now));
        names[place(name)] = ofName.more(now);
        return Duration.ZERO;
    }

    /** It was right, or not looked at. */
    synchronized void takeBack(String address, String name) {
        addresses.computeIfPresent(network(address), (network, failures) -> failures.fewer());
        names[place(name)] = names[place(name)].fewer();
    }

    synchronized int count() {
        return addresses.size();
    }

    private static int place(String name) {
        return Math.floorMod(name.hashCode(), NAMES);
    }

    /** Of IPv6 the 64 bits that a client does not choose. */
    private static String network(String address) {
        if (address.indexOf(':') < 0) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length == 4 ? Arrays.toString(bytes) : Arrays.toString(Arrays.copyOf(bytes, 8));
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
