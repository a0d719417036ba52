package io.tollgate.routing.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.routing.FlowContext;
import io.tollgate.routing.diagram.FlowDiagram.Step;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

class FlowDiagramTest {
    @Test
    void drawsEachStepWithWhatIsInside() throws Exception {
        FlowDiagram diagram = only("""
                - route:
                    id: paid
                    description: Tells fulfilment
                    from:
                      id: from-router
                      uri: direct
                      parameters: { name: paid }
                      steps:
                        - choice:
                            id: large
                            when:
                              - id: over-a-thousand
                                expression: { simple: { expression: "${header.amount} > 1000" } }
                                steps:
                                  - to:
                                      id: to-large
                                      uri: jms
                                      parameters: { destinationType: queue, destinationName: stripe.large }
                            otherwise:
                              id: small
                              steps:
                                - log: { id: say, message: small }
                """);
        assertThat(diagram)
                .isEqualTo(new FlowDiagram(
                        "paid",
                        "Tells fulfilment",
                        new Step(
                                "from",
                                "from-router",
                                "direct:paid",
                                List.of(new Step(
                                        "choice",
                                        "large",
                                        "",
                                        List.of(
                                                new Step(
                                                        "when",
                                                        "over-a-thousand",
                                                        "${header.amount} > 1000",
                                                        List.of(new Step(
                                                                "to",
                                                                "to-large",
                                                                "jms:queue:stripe.large",
                                                                List.of()))),
                                                new Step(
                                                        "otherwise",
                                                        "small",
                                                        "",
                                                        List.of(new Step("log", "say", "", List.of())))))))));
    }

    @Test
    void saysNoSecretOfAnAddress() throws Exception {
        FlowDiagram diagram = only("""
                - route:
                    id: erp
                    from:
                      uri: direct:erp
                      steps:
                        - to: { uri: "http://user:hunter2@erp.example.com/orders?apiKey=hunter3" }
                        - toD: { uri: "http://erp.example.com/${header.id}?token=hunter4" }
                """);
        assertThat(diagram.toString()).contains("erp.example.com/orders").doesNotContain("hunter");
    }

    private static FlowDiagram only(String yaml) throws Exception {
        try (DefaultCamelContext context = FlowContext.start(Path.of("routes"), yaml)) {
            return FlowDiagram.of(context.getRouteDefinitions().get(0));
        }
    }
}
