package io.tollgate.routing.rehearsal;

import io.tollgate.routing.Staging;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.Endpoint;
import org.apache.camel.NamedNode;
import org.apache.camel.model.IdempotentConsumerDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.Language;

/** Makes a set one in which everything is recorded: nothing starts by itself, and nothing leaves it. */
final class RehearsedRoutes implements Staging {
    private final Outside outside;
    private final OwnCode code;
    private final List<QueueStart> starts = new ArrayList<>();
    private ModelCamelContext context;

    RehearsedRoutes(Outside outside, OwnCode code) {
        this.outside = outside;
        this.code = code;
    }

    @Override
    public void prepare(ModelCamelContext context, Function<NamedNode, String> places) {
        this.context = context;
        context.getRouteDefinitions().forEach(this::call);
        context.getRouteDefinitions().forEach(this::forget);
        context.getCamelContextExtension().addInterceptStrategy(new StepRecorder(places, code));
    }

    /** In place of a consumer, a flow that starts at a queue or elsewhere has a name. */
    private void call(RouteDefinition route) {
        String uri = route.getInput().getEndpointUri();
        if (!uri.startsWith("direct:")) {
            QueueStart start = new QueueStart(route.getId(), uri);
            route.getInput().setUri("direct:" + start.name());
            if (!"false".equals(route.getAutoStartup())) {
                starts.add(start);
            }
        }
    }

    /** What was done is kept nowhere, by whatever repository; and what watches over a route is code. */
    private void forget(RouteDefinition route) {
        ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), IdempotentConsumerDefinition.class)
                .forEach(once -> once.setIdempotentRepository("doneEvents"));
        if (!code.runs()) {
            route.setRoutePolicyRef(null);
        }
    }

    @Override
    public Endpoint endpoint(Endpoint real) {
        return outside.of(real);
    }

    @Override
    public Language language(String name, Language real) {
        return code.language(name, real);
    }

    /** The flows that start at a queue or elsewhere. */
    List<QueueStart> starts() {
        return starts;
    }

    ModelCamelContext context() {
        return context;
    }
}
