package io.tollgate.webhook;

import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.inbox.GatewayIdentity;
import io.tollgate.inbox.SigningSecrets;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;

@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {
    /** Of heap, for Tomcat's objects. */
    private static final int BYTES_A_REQUEST = 64 * 1024;

    @Bean(WebhookEngine.NAME)
    WebhookEngine webhookEngine() {
        return new WebhookEngine();
    }

    @Bean
    EndpointSecrets endpointSecrets(WebhookProperties properties, SecretOrigin origin, MeterRegistry registry) {
        return new EndpointSecrets(properties, origin, registry).start();
    }

    @Bean
    SecretUses secretUses(
            EndpointSecrets secrets, SigningSecrets reports, GatewayIdentity gateway, MeterRegistry registry) {
        return new SecretUses(secrets, reports, gateway.name(), registry).start();
    }

    /** One byte more is asked for of a body without a length, to see that it is whole. */
    @Bean
    InFlight inFlight(WebhookProperties properties) {
        return new InFlight(
                properties.inFlight(),
                DataSize.ofBytes(properties.inFlightSize().toBytes() + Pieces.SIZE));
    }

    @Bean
    ApplicationListener<ContextClosedEvent> endOfUploads(Uploads uploads) {
        return closing -> uploads.stop();
    }

    @Bean
    ClientRates clientRates(WebhookProperties properties) {
        return new ClientRates(properties.rate(), System::nanoTime);
    }

    /** A file of them is looked at by a thread of its own: it may be on a disk that hangs. */
    @Bean
    SourceAddresses sourceAddresses(WebhookProperties properties, MeterRegistry registry) {
        SourceAddresses sources = new SourceAddresses(properties.sourceAddressesFile());
        registry.gauge("tollgate.webhook.source.addresses", sources, SourceAddresses::count);
        registry.gauge("tollgate.webhook.source.addresses.broken", sources, s -> s.isBroken() ? 1 : 0);
        return sources;
    }

    @Bean
    Sweeper sourceAddressesWatch(SourceAddresses sources) {
        Sweeper watch = new Sweeper("source-addresses", 1000);
        watch.add(sources::look);
        return watch;
    }

    @Bean
    Sweeper sweeper() {
        return new Sweeper("door-sweeper", 250);
    }

    /**
     * Half of what may be in flight is for bodies that are whole, whatever a stranger sends, and a quarter for large ones
     * that are not. And there is a request to each that is not whole: together they take an eighth of the heap.
     */
    @Bean
    Uploads uploads(InFlight inFlight, WebhookProperties properties, Sweeper sweeper, MeterRegistry registry) {
        int bytes = (int) Math.max(properties.inFlightSize().toBytes() / 2, properties.largestBody() + 1L);
        int most = (int) Math.min(properties.inFlight(), Runtime.getRuntime().maxMemory() / 8 / BYTES_A_REQUEST);
        Uploads uploads = new Uploads(inFlight, new LargeBodies(bytes / 2), most, bytes, properties.bodyTimeout());
        sweeper.add(uploads::sweep);
        registry.gauge("tollgate.webhook.uploads", uploads, Uploads::count);
        return uploads;
    }

    @Bean
    FilterRegistrationBean<RawBodyFilter> rawBodyFilter(Door door, Probes probes) {
        var registration = new FilterRegistrationBean<>(new RawBodyFilter(door, probes));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.addUrlPatterns("/*");
        registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
        return registration;
    }

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> ingressProtocol() {
        return factory -> factory.setProtocol(IngressProtocol.class.getName());
    }

    @Bean
    TomcatProtocolHandlerCustomizer<IngressProtocol> stalledConnections(Sweeper sweeper) {
        return protocol -> {
            // A client that asks first (Expect: 100-continue) learns that it is refused before it sends a body
            protocol.setContinueResponseTiming("onRead");
            sweeper.add(protocol::closeStalled);
        };
    }
}
