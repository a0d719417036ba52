package io.tollgate.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.support.RoutesFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A new flow is one file: an event whose type no condition of the router names goes to the flow that has its name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NamedFlowsTest {
    private static final String ROUTER = """
            - route:
                id: router
                description: Takes each event to its flow
                from:
                  uri: direct:router
                  steps:
                    - unmarshal: {id: read, json: {}, variableReceive: event}
                    - choice:
                        id: by-type
                        when:
                          - id: is-paid-live
                            simple: "${header.stripeEventType} == 'invoice.paid' && ${header.stripeLivemode} == true"
                            steps:
                              - to: {id: to-live-paid, uri: direct:live}
                          - id: is-charge
                            simple: "${header.stripeEventType} startsWith 'charge.'"
                            steps:
                              - to: {id: to-charge, uri: direct:live}
                        otherwise:
                          id: is-other
                          steps:
                            - to: {id: to-otherwise, uri: jms:queue:otherwise}
            """;

    private Path directory;
    private Flows flows;
    private final AtomicInteger folders = new AtomicInteger();

    @BeforeAll
    void start(@TempDir(cleanup = CleanupMode.NEVER) Path directory) throws Exception {
        this.directory = directory;
        flows = new Flows(directory.resolve("broker"), Map.of());
    }

    @AfterAll
    void stop() throws Exception {
        flows.close();
    }

    private static String flow(String name) {
        return """
                - route:
                    id: "NAME"
                    description: One of a team
                    from:
                      uri: direct
                      parameters: {name: "NAME"}
                      steps:
                        - to: {id: "to-NAME", uri: "jms:queue:of-QUEUE"}
                """.replace("NAME", name).replace("QUEUE", name.replace("*", "any"));
    }

    private RouteSet load(String... names) throws Exception {
        StringBuilder text = new StringBuilder(ROUTER + flow("live"));
        for (String name : names) {
            text.append(flow(name));
        }
        Path folder = RoutesFolder.of(directory.resolve("routes-" + folders.incrementAndGet()), text.toString());
        flows.load(folder);
        return flows.built(folder, true);
    }

    private String goesTo(String type) throws Exception {
        return String.join(" ", flows.route(Flows.event("evt_" + type.hashCode(), type, "{}")));
    }

    @Test
    void anEventGoesToTheFlowOfItsName() throws Exception {
        load("payment-intent-succeeded", "customer-subscription-*", "customer-subscription-deleted")
                .close();

        assertThat(goesTo("payment_intent.succeeded")).isEqualTo("jms:queue:of-payment-intent-succeeded");
        assertThat(goesTo("customer.subscription.created")).isEqualTo("jms:queue:of-customer-subscription-any");
        assertThat(goesTo("customer.subscription.deleted")).isEqualTo("jms:queue:of-customer-subscription-deleted");
        assertThat(goesTo("payment_intent.created")).isEqualTo("jms:queue:otherwise");
        assertThat(goesTo("no.such_type")).isEqualTo("jms:queue:otherwise");
    }

    /** A condition that leaves an event out means it. */
    @Test
    void aTypeThatAConditionNamesGoesNowhereByItsName() throws Exception {
        assertThatThrownBy(() -> load("invoice-paid", "charge-refunded").close())
                .hasMessageContaining("unreachable-flow")
                .hasMessageContaining("direct:invoice-paid")
                .hasMessageContaining("direct:charge-refunded");
        assertThat(load("invoice-*").map().flows().get("invoice-*"))
                .contains("invoice.created")
                .doesNotContain("invoice.paid");
        assertThat(goesTo("invoice.paid")).isEqualTo("jms:queue:otherwise");
        assertThat(goesTo("charge.refunded")).isEqualTo("jms:queue:of-live");
    }

    /** Stripe has new types each month. */
    @Test
    void aTypeThatIsNotKnownYetGoesByItsNameToo() throws Exception {
        load("payment-intent-*", "payout-*").close();
        assertThat(goesTo("payment_intent.brand_new")).isEqualTo("jms:queue:of-payment-intent-any");
        assertThat(goesTo("payout.brand_new")).isEqualTo("jms:queue:of-payout-any");
        assertThat(goesTo("charge.brand_new_x")).isEqualTo("jms:queue:of-live");
        assertThat(goesTo("something.new")).isEqualTo("jms:queue:otherwise");
    }

    @Test
    void anotherChoiceInFrontIsLeftAlone() throws Exception {
        String before = """
                        - choice:
                            id: by-mode
                            when:
                              - id: is-test
                                simple: "${header.stripeLivemode} == false"
                                steps:
                                  - setHeader: {id: set-test, name: mode, constant: test}
                            otherwise:
                              id: is-live
                              steps:
                                - setHeader: {id: set-live, name: mode, constant: live}
                """;
        String router = ROUTER.replace(
                "        - choice:\n            id: by-type", before + "        - choice:\n            id: by-type");
        assertThat(router).isNotEqualTo(ROUTER);
        flows.load(RoutesFolder.of(
                directory.resolve("routes-" + folders.incrementAndGet()), router + flow("live") + flow("payout-paid")));
        assertThat(goesTo("payout.paid")).isEqualTo("jms:queue:of-payout-paid");
        assertThat(goesTo("payout.failed")).isEqualTo("jms:queue:otherwise");
    }

    @Test
    void theMapSaysWhichTypeGoesWhere() throws Exception {
        try (RouteSet set = load("payment-intent-succeeded")) {
            assertThat(set.map().flows())
                    .containsOnlyKeys("live", "payment-intent-succeeded")
                    .containsEntry("payment-intent-succeeded", Set.of("payment_intent.succeeded"));
            assertThat(set.map().flows().get("live")).contains("invoice.paid", "charge.refunded");
            assertThat(set.map().byName()).containsExactly("payment-intent-succeeded");
        }
    }

    @Test
    void twoTypesOfOneNameAreAFinding() throws Exception {
        Path folder = RoutesFolder.of(
                directory.resolve("routes-" + folders.incrementAndGet()),
                ROUTER + flow("live") + flow("invoice-created"));
        Files.writeString(folder.resolve("event-types.txt"), "invoice_created\n");
        assertThatThrownBy(() -> flows.load(folder))
                .hasMessageContaining("invoice.created and invoice_created")
                .hasMessageContaining("duplicate-id");
    }
}
