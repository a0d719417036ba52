package io.tollgate.routing;

import java.util.function.Function;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.Language;

/** How a set that is only rehearsed differs from one that runs. */
public interface Staging {
    /** Of a set that runs. */
    Staging NONE = new Staging() {};

    /**
     * Called once the routes are read and checked, and before they are built.
     *
     * @param context with the definitions of the routes, which may be changed
     * @param places where a step or a route stands, such as {@code refunds.camel.yaml:12}; empty for what stands in no file
     */
    default void prepare(ModelCamelContext context, Function<NamedNode, String> places) {}

    /** What flows send to in place of an endpoint. Asked for each endpoint, each time that a step looks it up. */
    default Endpoint endpoint(Endpoint real) {
        return real;
    }

    /** What expressions are read by in place of a language. Asked each time that one is looked up. */
    default Language language(String name, Language real) {
        return real;
    }
}
