package io.tollgate.support;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;

/** The log of this process as a start of the gateway sets it up. */
public final class GatewayLog {
    private GatewayLog() {}

    @Configuration(proxyBeanMethods = false)
    static class Nothing {}

    public static void setUp() {
        new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .run()
                .close();
    }
}
