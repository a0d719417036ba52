package io.tollgate.console.pages;

import gg.jte.TemplateEngine;
import io.tollgate.access.Role;
import io.tollgate.console.access.For;
import io.tollgate.console.api.Refusal;
import io.tollgate.samples.Answer;
import io.tollgate.samples.GatewayUnreachable;
import io.tollgate.samples.Samples;
import io.tollgate.samples.StripeStandIn;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.View;

/** Posts a sample to this gateway as Stripe would, where it is tried out: a gateway of a company gets its events from Stripe. */
@Controller
@Profile("embedded")
class SendPage {
    private static final String SECRETS = "tollgate.webhook.endpoints.default.secrets";

    private final TemplateEngine templates;
    private final Environment environment;
    private final Samples samples;
    private final Clock clock;

    SendPage(TemplateEngine templates, Environment environment, Clock clock) throws IOException {
        this.templates = templates;
        this.environment = environment;
        this.samples = new Samples(clock);
        this.clock = clock;
    }

    @GetMapping("/console/send")
    @For(Role.OPERATOR)
    Page show(Frame frame) {
        Map<String, Object> values =
                Map.of("types", List.copyOf(new TreeSet<>(samples.types())), "versions", samples.versions());
        return Page.of(templates, "send", frame, values);
    }

    @PostMapping("/console/send")
    @For(Role.OPERATOR)
    View send(@RequestParam String type, @RequestParam String version, Frame frame)
            throws IOException, GeneralSecurityException, InterruptedException {
        samples.lack(type, version, "./tollgate send --file FILE").ifPresent(why -> {
            throw new Refusal(HttpStatus.BAD_REQUEST, why);
        });
        try {
            Answer answer = new StripeStandIn(endpoint(), secret(frame), clock).post(samples.event(type, version));
            if (answer.isStored()) {
                return SeeOther.to("/console/events/" + answer.body().path("id").asText());
            }
            throw new Refusal(HttpStatus.BAD_GATEWAY, answer.line());
        } catch (GatewayUnreachable e) {
            throw new Refusal(HttpStatus.BAD_GATEWAY, e.getMessage());
        }
    }

    private URI endpoint() {
        return URI.create(
                "http://127.0.0.1:" + environment.getRequiredProperty("local.server.port") + "/webhooks/stripe");
    }

    private String secret(Frame frame) {
        String secrets = environment.getProperty(SECRETS, "").strip();
        if (secrets.isEmpty()) {
            throw new Refusal(HttpStatus.CONFLICT, frame.text("noSecretToSign"));
        }
        return secrets.split("[,\\r\\n]")[0].strip();
    }
}
