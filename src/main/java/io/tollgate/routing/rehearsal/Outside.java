package io.tollgate.routing.rehearsal;

import jakarta.jms.ConnectionFactory;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Producer;
import org.apache.camel.component.file.GenericFileEndpoint;
import org.apache.camel.component.http.HttpEndpoint;
import org.apache.camel.component.jms.JmsEndpoint;
import org.apache.camel.component.mail.MailEndpoint;
import org.apache.camel.component.sql.SqlEndpoint;
import org.apache.camel.util.URISupport;

/** What stands between a set that is rehearsed and the world: each endpoint through which something would leave it. */
final class Outside {
    /** What they do stays in the process. */
    private static final Set<String> INSIDE = Set.of(
            "direct",
            "bean",
            "class",
            "language",
            "dataformat",
            "mustache",
            "validator",
            "xslt",
            "xslt-saxon",
            "jolt",
            "json-validator",
            "jslt",
            "jsonata",
            "xj",
            "freemarker",
            "velocity",
            "string-template",
            "thymeleaf");

    /** They leave the message as it is, whatever becomes of what they send. */
    private static final Set<String> WITHOUT_ANSWER =
            Set.of("kafka", "file", "ftp", "ftps", "sftp", "seda", "amqp", "activemq", "smtp", "smtps", "mock", "stub");

    /** A template or a script that would come from elsewhere, or a file that would be written. */
    private static final Pattern FETCHED =
            Pattern.compile("^[a-z-]+:(//)?([a-z]+:)?(https?|ftp):|^xslt.*[?&]output=file\\b");

    private final ConnectionFactory broker;
    private final DataSource database;
    private final Calls calls;
    private final OwnCode code;
    private final Map<Endpoint, Endpoint> replaced = Collections.synchronizedMap(new IdentityHashMap<>());

    /**
     * @param broker of the set's own {@code jms:}
     * @param database of its own {@code sql:}
     */
    Outside(ConnectionFactory broker, DataSource database, Calls calls, OwnCode code) {
        this.broker = broker;
        this.database = database;
        this.calls = calls;
        this.code = code;
    }

    Endpoint of(Endpoint real) {
        return real instanceof RehearsedEndpoint
                        || !code.holdsBack(real)
                                && INSIDE.contains(scheme(real))
                                && !FETCHED.matcher(real.getEndpointUri()).find()
                ? real
                : replaced.computeIfAbsent(real, this::replacement);
    }

    static String scheme(Endpoint endpoint) {
        String uri = endpoint.getEndpointUri();
        return uri.substring(0, Math.max(0, uri.indexOf(':')));
    }

    private Endpoint replacement(Endpoint real) {
        if (code.holdsBack(real)) {
            return RehearsedEndpoint.insteadOf(real, (exchange, none, place) -> {
                throw OwnCode.outOfBounds("in step " + place.step());
            });
        } else if (scheme(real).equals("log")) {
            return RehearsedEndpoint.insteadOf(real, (exchange, none, place) -> {});
        } else if (real instanceof JmsEndpoint jms && jms.getConfiguration().getConnectionFactory() == broker) {
            return RehearsedEndpoint.around(real, (exchange, itself, place) -> {
                if (isAsking(jms, exchange)) {
                    record(real, exchange, place);
                } else {
                    itself.process(exchange);
                }
            });
        } else if (real instanceof SqlEndpoint sql && sql.getDataSource() == database) {
            return RehearsedEndpoint.around(real, Outside::statement);
        } else if (real instanceof HttpEndpoint http) {
            http.setHttpClient(calls.client());
            return RehearsedEndpoint.around(real, (exchange, itself, place) -> itself.process(exchange));
        } else if (real instanceof MailEndpoint mail) {
            return RehearsedEndpoint.insteadOf(real, (exchange, none, place) -> Mails.record(mail, exchange, place));
        }
        return RehearsedEndpoint.insteadOf(real, (exchange, none, place) -> record(real, exchange, place));
    }

    private static void statement(Exchange exchange, Producer itself, AtStep place) throws Exception {
        itself.process(exchange);
        if (exchange.getException() == null) {
            place.sent("sql", "sql:" + place.step(), Map.of(), null);
        }
    }

    /** Its answer would have to come from a broker. */
    private static boolean isAsking(JmsEndpoint jms, Exchange exchange) {
        return exchange.getPattern().isOutCapable() && !jms.getConfiguration().isDisableReplyTo();
    }

    /** With the name that the file would get. */
    private static String file(GenericFileEndpoint<?> files, Exchange exchange) {
        String folder = URISupport.sanitizeUri(files.getEndpointUri())
                .replaceFirst("^([a-z0-9+-]+)://", "$1:")
                .replaceFirst("\\?.*$", "");
        String header = exchange.getMessage().getHeader(Exchange.FILE_NAME, String.class);
        return folder + "/" + (header == null ? files.getFileName().evaluate(exchange, String.class) : header);
    }

    /** At its last step: what it is given, and where it would bring that. The step gets no other answer than that all is well. */
    private static void record(Endpoint real, Exchange exchange, AtStep place) {
        String uri = real instanceof GenericFileEndpoint<?> files && files.getFileName() != null
                ? file(files, exchange)
                : URISupport.sanitizeUri(real.getEndpointUri()).replaceFirst("^([a-z0-9+-]+)://", "$1:");
        if (!WITHOUT_ANSWER.contains(scheme(real)) || exchange.getPattern().isOutCapable()) {
            place.standIn();
        }
        place.sent(
                scheme(real),
                uri,
                Texts.of(exchange.getMessage().getHeaders()),
                Texts.of(exchange.getMessage().getBody()));
    }
}
