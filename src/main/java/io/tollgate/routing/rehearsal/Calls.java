package io.tollgate.routing.rehearsal;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.tollgate.hydrate.NotHydrated;
import io.tollgate.hydrate.Question;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.HttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpResponse;

/** The HTTP calls of flows, as far as where the client would open a connection; and what flows ask Stripe. */
final class Calls {
    /** Whatever a gateway's settings say: a test is to be the same everywhere. */
    private static final String STRIPE = "https://api.stripe.com";

    private static final int GOOD = 300;
    private static final int GONE = 404;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String USUAL_PORT = "^(http://.*(?=:80$)|https://.*(?=:443$)):\\d+$";

    private final HttpClient client = HttpClients.custom()
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .addExecInterceptorFirst("rehearsal", this::answer)
            .build();
    private final Answers answers;

    Calls(Answers answers) {
        this.answers = answers;
    }

    HttpClient client() {
        return client;
    }

    private ClassicHttpResponse answer(ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
            throws IOException {
        HttpHost host = scope.route.getTargetHost();
        String url = host.toURI().replaceFirst(USUAL_PORT, "$1") + request.getRequestUri();
        String body = request.getEntity() == null
                ? null
                : new String(EntityUtils.toByteArray(request.getEntity()), StandardCharsets.UTF_8);
        Map<String, String> headers = new TreeMap<>();
        for (Header header : request.getHeaders()) {
            headers.put(header.getName(), header.getValue());
        }
        if (request.getEntity() != null && request.getEntity().getContentType() != null) {
            headers.putIfAbsent("Content-Type", request.getEntity().getContentType());
        }
        AtStep.current().sent("http", request.getMethod() + " " + url, headers, body);
        if (answers == Answers.OK) {
            AtStep.current().standIn();
        }
        return response(answers.to(request.getMethod(), url, body));
    }

    /** Where nobody says what Stripe would answer, it is what the event itself says. */
    byte[] ask(Question question) {
        String url = STRIPE + question.path();
        AtStep at = AtStep.current();
        at.sent("http", "GET " + url, question.headers(), null);
        if (answers == Answers.OK) {
            at.standIn();
        }
        Answers.Answer answer = answers.to("GET", url, null);
        if (answer.status() == GONE) {
            throw NotHydrated.inVain("Stripe answers " + GONE);
        } else if (answer.status() >= GOOD) {
            throw NotHydrated.later("Stripe answers " + answer.status(), null);
        }
        return answer.body().isEmpty()
                ? JSON.valueToTree(question.known()).toString().getBytes(StandardCharsets.UTF_8)
                : answer.body().getBytes(StandardCharsets.UTF_8);
    }

    private static ClassicHttpResponse response(Answers.Answer answer) {
        BasicClassicHttpResponse response = new BasicClassicHttpResponse(answer.status());
        answer.headers().forEach(response::addHeader);
        String type = answer.headers().getOrDefault("Content-Type", ContentType.TEXT_PLAIN.toString());
        response.setEntity(new StringEntity(answer.body(), ContentType.parse(type)));
        return response;
    }
}
