package io.tollgate.embedded;

import io.tollgate.InvalidConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Says which port is taken, and by which setting it can be moved, before a server fails on it in its own words. */
final class FreePort {
    private FreePort() {}

    /** @param port 0 for any */
    static void require(int port, String what, String setting) {
        try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            probe.getLocalPort();
        } catch (IOException e) {
            throw taken(port, what, setting, e);
        }
    }

    static InvalidConfiguration taken(int port, String what, String setting, Exception cause) {
        return new InvalidConfiguration(
                "Port " + port + " on 127.0.0.1, for the " + what + ", is taken: stop what listens there, or set "
                        + setting.toUpperCase(java.util.Locale.ROOT)
                                .replace('.', '_')
                                .replace("-", "") + " ("
                        + setting + ") to another port.",
                cause);
    }
}
