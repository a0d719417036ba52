package io.tollgate.routing;

import io.tollgate.routing.queue.DoneRepository;
import io.tollgate.routing.reload.OfflineRoutes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.mock.env.MockEnvironment;

/** Some steps of a route set, with its components and data formats, without what they would connect to. */
public final class FlowContext {
    private FlowContext() {}

    /**
     * @param folder what {@code {{tollgate.routes}}} means
     * @param yaml the routes
     */
    public static DefaultCamelContext start(Path folder, String yaml) throws Exception {
        return start(folder, yaml, Map.of());
    }

    /** @param values of settings by their names */
    public static DefaultCamelContext start(Path folder, String yaml, Map<String, String> values) throws Exception {
        MockEnvironment settings = new MockEnvironment();
        values.forEach(settings::setProperty);
        DefaultCamelContext context = new DefaultCamelContext();
        context.disableJMX();
        context.getPropertiesComponent().addPropertiesSource(new FlowSettings(settings, folder.toAbsolutePath()));
        context.getCamelContextExtension().setErrorHandlerFactory(SilentErrorHandler.definition());
        FlowBeans.all(new DoneRepository(null, null)).forEach(context.getRegistry()::bind);
        new FlowComponents(
                        new ActiveMQConnectionFactory(),
                        new SimpleDriverDataSource(),
                        settings,
                        Duration.ofSeconds(10),
                        OfflineRoutes.queueParts())
                .addTo(context);
        PluginHelper.getRoutesLoader(context).loadRoutes(ResourceHelper.fromString("some.camel.yaml", yaml));
        context.start();
        return context;
    }
}
