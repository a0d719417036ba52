package io.tollgate.webhook;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * The public port's copy of liveness and readiness. Nothing of the request but its path is looked at: whatever reads
 * headers, parameters or a body for us would also say in the log what it found.
 */
@Component
class Probes {
    private static final Set<String> READS = Set.of("GET", "HEAD");
    private static final Map<String, String> GROUPS = Map.of("/livez", "liveness", "/readyz", "readiness");

    private final HealthEndpoint health;

    Probes(HealthEndpoint health) {
        this.health = health;
    }

    boolean isOne(HttpServletRequest request, String path) {
        return GROUPS.containsKey(path) && READS.contains(request.getMethod());
    }

    void answer(HttpServletResponse response, String path) throws IOException {
        Status status = health.healthForPath(GROUPS.get(path)).getStatus();
        boolean up = status.equals(Status.UP);
        response.setStatus(up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE);
        response.setHeader("Connection", "close");
        response.setContentType("application/json");
        byte[] json = ("{\"status\":\"" + status.getCode() + "\"}").getBytes(StandardCharsets.US_ASCII);
        response.setContentLength(json.length);
        response.getOutputStream().write(json);
        response.flushBuffer();
    }
}
