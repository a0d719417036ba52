package io.tollgate;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * The server behind {@code management.server.port}: few threads and short waits of its own, whatever {@code server.tomcat}
 * says of the port that Stripe reaches. Spring Boot imports it into the context of that server; it is no
 * {@code @Configuration}, since the scan would then find it too, and it would act on the public port.
 */
final class OperatorsPort {
    private static final int THREADS = 8;
    private static final int CONNECTIONS = 100;
    private static final int WAITING = 20;
    private static final int TIMEOUT_MILLIS = 5_000;
    private static final long LONGEST_BODY = 64 << 10;
    private static final long LONGEST_LOGIN = 4 << 10;

    /** Runs last, when what {@code server.tomcat} says has been set. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> operatorsServer() {
        return factory -> {
            factory.addConnectorCustomizers(
                    connector -> keepSmall((AbstractHttp11Protocol<?>) connector.getProtocolHandler()));
            factory.setProtocol(UnreadBodies.Protocol.class.getName());
            factory.addEngineValves(new ShortBody());
        };
    }

    /**
     * One answer a connection: whoever does not read it leaves it in the socket's buffer, where it holds no thread. A second
     * one would wait for room.
     */
    private static void keepSmall(AbstractHttp11Protocol<?> protocol) {
        protocol.setMaxThreads(THREADS);
        protocol.setMinSpareThreads(1);
        protocol.setMaxConnections(CONNECTIONS);
        protocol.setAcceptCount(WAITING);
        protocol.setConnectionTimeout(TIMEOUT_MILLIS);
        protocol.setMaxKeepAliveRequests(1);
    }

    /** What is wrong with the port as it is set; empty when nothing is. */
    static Optional<String> wrong(Environment environment) {
        if (!environment.containsProperty("management.server.port")
                || ManagementPortType.get(environment) != ManagementPortType.SAME) {
            return Optional.empty();
        }
        return Optional.of(
                "MANAGEMENT_SERVER_PORT (management.server.port) is that of SERVER_PORT (server.port), which Stripe"
                        + " reaches: set it to a port of its own, such as 8081, for health and metrics.");
    }

    /**
     * A question has none, and whatever reads it would wait for it, and keep it. What is done by the
     * API or a page has a short one, of a length that is known; it is read by {@code console.access}, which holds no thread meanwhile.
     */
    private static final class ShortBody extends ValveBase {
        private ShortBody() {
            super(true);
        }

        @Override
        public void invoke(Request request, Response response) throws IOException, ServletException {
            long most = most(request.getRequestURI());
            if (request.getHeader("Transfer-Encoding") != null) {
                refuse(response, 411, "Length Required", "Send the body with its Content-Length, not in chunks.");
            } else if (request.getContentLengthLong() > most) {
                refuse(response, 413, "Content Too Large", "Send at most " + most + " bytes to this path.");
            } else {
                getNext().invoke(request, response);
            }
        }

        private static void refuse(Response response, int status, String title, String detail) throws IOException {
            response.setStatus(status);
            response.setHeader("Connection", "close");
            response.setContentType("application/problem+json");
            response.getOutputStream()
                    .write("{\"title\":\"%s\",\"status\":%d,\"detail\":\"%s\"}"
                            .formatted(title, status, detail)
                            .getBytes(StandardCharsets.UTF_8));
        }

        private static long most(String path) {
            return switch (path) {
                case "/login", "/logout" -> LONGEST_LOGIN;
                default -> path.startsWith("/api/") || path.startsWith("/console/") ? LONGEST_BODY : 0;
            };
        }
    }
}
