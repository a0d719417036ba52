package io.tollgate.routing;

import java.nio.file.Path;
import org.apache.camel.spi.PropertiesSource;
import org.springframework.core.env.Environment;

/**
 * Lets {@code {{…}}} in a route mean any setting of the application.
 *
 * @param location what {@code tollgate.routes} means there, so that a set finds its own templates
 */
record FlowSettings(Environment environment, Path location) implements PropertiesSource {
    @Override
    public String getName() {
        return "spring";
    }

    @Override
    public String getProperty(String name) {
        return name.equals("tollgate.routes") ? location.toString() : environment.getProperty(name);
    }
}
