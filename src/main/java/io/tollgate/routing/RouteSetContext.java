package io.tollgate.routing;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Language;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Camel context of one route set. What its files define under {@code beans:} ends with it, such as a connection pool:
 * Camel alone closes a bean only where its file names the method, and each reload would leave one open.
 */
final class RouteSetContext extends DefaultCamelContext {
    private static final Logger log = LoggerFactory.getLogger(RouteSetContext.class);

    /** Of a step {@code log} without a name of its own: by default it is the file's, of which nobody sees INFO. */
    private static final String LOGGER = "io.tollgate.flow.${routeId}";

    private final Collection<Object> shared;
    private Staging staging = Staging.NONE;

    /** @param shared beans that outlive it */
    RouteSetContext(Collection<Object> shared) {
        this.shared = shared;
        getGlobalOptions().put(Exchange.LOG_EIP_NAME, LOGGER);
    }

    /** @param staging whose endpoints and languages those get that ask for one from now on */
    void stage(Staging staging) {
        this.staging = staging;
    }

    @Override
    protected Endpoint doGetEndpoint(
            String uri, Map<String, Object> parameters, boolean normalized, boolean prototype) {
        Endpoint endpoint = super.doGetEndpoint(
                LiteralSettings.in(uri, this::resolvePropertyPlaceholders), parameters, normalized, prototype);
        return endpoint == null ? null : staging.endpoint(endpoint);
    }

    @Override
    public Language resolveLanguage(String name) {
        return staging.language(name, super.resolveLanguage(name));
    }

    @Override
    protected void doStop() throws Exception {
        List<AutoCloseable> own = getRegistry().findByTypeWithName(AutoCloseable.class).values().stream()
                .filter(bean -> shared.stream().noneMatch(other -> other == bean))
                .toList();
        try {
            super.doStop();
        } finally {
            own.forEach(this::close);
        }
    }

    private void close(AutoCloseable bean) {
        try {
            bean.close();
        } catch (Exception e) {
            log.warn(
                    "A bean of route set {} ({}) was not closed: {}",
                    getName(),
                    bean.getClass().getName(),
                    e.getMessage());
        }
    }
}
