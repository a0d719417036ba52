package io.tollgate.routing;

import io.tollgate.routing.mail.MailAddresses;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.PropertiesSource;
import org.springframework.core.env.Environment;

/**
 * Lets {@code {{…}}} in a route mean any setting of the application.
 *
 * @param location what {@code tollgate.routes} means there, so that a set finds its own templates
 */
record FlowSettings(Environment environment, Path location) implements PropertiesSource {
    /** Nothing else says what a setting is: Camel by itself would ask the process's environment first. */
    void addTo(CamelContext context) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
        properties.addPropertiesSource(this);
    }

    @Override
    public String getName() {
        return "spring";
    }

    @Override
    public String getProperty(String name) {
        return switch (name) {
            case "tollgate.routes" -> location.toString();
            case "tollgate.mail.from" -> MailAddresses.first(environment.getProperty(name));
            default -> environment.getProperty(name);
        };
    }
}
