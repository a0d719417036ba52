package io.tollgate.inbox;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Names this gateway among those on the same database: host and port, which stay over a restart. */
@Component
public final class GatewayIdentity {
    private final String name;
    private final String version;

    GatewayIdentity(@Value("${server.port:8080}") String port, @Value("${tollgate.version}") String version) {
        this.name = host() + ":" + port;
        this.version = version;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    public String name() {
        return name;
    }

    public String version() {
        return version;
    }
}
