package io.tollgate.bench.peers;

import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServerConfiguration;
import org.apache.camel.main.Main;

/** One route as in a tutorial: takes a webhook, verifies it with Stripe's library, sends it on, and answers. */
final class PlainCamel extends RouteBuilder {
    private final String secret = Setting.of("STRIPE_WEBHOOK_SECRET");

    public static void main(String[] args) throws Exception {
        VertxPlatformHttpServerConfiguration server = new VertxPlatformHttpServerConfiguration();
        server.setBindHost("127.0.0.1");
        server.setBindPort(Integer.parseInt(Setting.of("PORT")));
        Main main = new Main();
        main.bind("connectionFactory", Setting.broker());
        main.configure().addRoutesBuilder(new PlainCamel());
        main.init();
        main.getCamelContext().addService(new VertxPlatformHttpServer(server));
        main.run();
    }

    @Override
    public void configure() {
        onException(SignatureVerificationException.class)
                .handled(true)
                .setHeader(Exchange.HTTP_RESPONSE_CODE, constant(400));
        from("platform-http:/webhooks/stripe?httpMethodRestrict=POST")
                .process(this::verify)
                .to(ExchangePattern.InOnly, "jms:queue:" + Setting.QUEUE + "?deliveryPersistent=true")
                .setBody(constant("{\"received\": true}"));
    }

    private void verify(Exchange exchange) throws SignatureVerificationException {
        Message message = exchange.getMessage();
        String body = message.getBody(String.class);
        String id = Webhook.constructEvent(body, message.getHeader("Stripe-Signature", String.class), secret)
                .getId();
        message.removeHeaders("*");
        message.setHeader(Setting.ID, id);
        message.setBody(body);
    }
}
