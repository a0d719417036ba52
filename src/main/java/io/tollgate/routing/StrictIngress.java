package io.tollgate.routing;

import io.tollgate.InvalidConfiguration;
import io.tollgate.routing.check.Finding;
import io.tollgate.routing.check.RouteCheck;
import io.tollgate.routing.check.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * With {@code tollgate.routes.strict}, looks at {@code receive.camel.yaml} before anything is started. That file is in no
 * route set that could be refused: Boot's own Camel runs it, where it could name every bean of the gateway.
 */
record StrictIngress(Environment environment) implements BeanFactoryPostProcessor {
    private static final String RECEIVE = "receive.camel.yaml";

    /** @throws InvalidConfiguration when a reviewer must look at it */
    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (!RouteSetLoader.isStrict(environment)) {
            return;
        }
        List<String> found = findings(Path.of(environment.getRequiredProperty("tollgate.routes"))).stream()
                .filter(finding -> finding.file().equals(RECEIVE))
                .map(Finding::toString)
                .toList();
        if (!found.isEmpty()) {
            throw new InvalidConfiguration(String.join(System.lineSeparator(), found) + System.lineSeparator()
                    + "With tollgate.routes.strict=true (TOLLGATE_ROUTES_STRICT) the gateway does not start with such a "
                    + RECEIVE + ": mend it, or have it looked at and set that to false.");
        }
    }

    /** None of a folder that cannot be read: the start says that of itself. */
    private List<Finding> findings(Path folder) {
        try (DefaultCamelContext context = new DefaultCamelContext(false)) {
            new FlowSettings(environment, folder).addTo(context);
            context.build();
            return RouteCheck.review(Snapshot.of(folder), context, RouteSetLoader.folders(environment, folder));
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }
}
