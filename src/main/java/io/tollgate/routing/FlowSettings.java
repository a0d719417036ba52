package io.tollgate.routing;

import org.apache.camel.spi.PropertiesSource;
import org.springframework.core.env.Environment;

/** Lets {@code {{…}}} in a route mean any property of the application. */
record SpringProperties(Environment environment) implements PropertiesSource {
    @Override
    public String getName() {
        return "spring";
    }

    @Override
    public String getProperty(String name) {
        return environment.getProperty(name);
    }
}
