package io.tollgate.webhook;

import jakarta.servlet.DispatcherType;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.springframework.boot.tomcat.TomcatProtocolHandlerCustomizer;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

@Configuration(proxyBeanMethods = false)
class WebhookConfiguration {
    @Bean(WebhookEngine.NAME)
    WebhookEngine webhookEngine() {
        return new WebhookEngine();
    }

    @Bean
    FilterRegistrationBean<RawBodyFilter> rawBodyFilter(Door door) {
        var registration = new FilterRegistrationBean<>(new RawBodyFilter(door));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        registration.addUrlPatterns("/*");
        registration.setDispatcherTypes(DispatcherType.REQUEST, DispatcherType.ERROR);
        return registration;
    }

    /** A client that asks first (Expect: 100-continue) learns that its body is too large before it sends it. */
    @Bean
    TomcatProtocolHandlerCustomizer<AbstractHttp11Protocol<?>> continueOnRead() {
        return protocol -> protocol.setContinueResponseTiming("onRead");
    }
}
