package io.tollgate.routing.rehearsal;

import static io.tollgate.routing.Flows.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.inbox.VerifiedEvent;
import io.tollgate.relay.FlowRole;
import io.tollgate.routing.RouteSetLoader;
import io.tollgate.routing.rehearsal.Answers.Answer;
import io.tollgate.routing.reload.OfflineRoutes;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a rehearsal nobody asks Stripe. */
class RehearsedHydrationTest {
    private static final VerifiedEvent EVENT = event(
            "evt_1", "topup.created", "{\"id\":\"tu_1\",\"object\":\"topup\",\"amount\":500,\"status\":\"pending\"}");
    private static final String FLOW = """
            - route:
                id: topup-created
                description: Brings topups to a queue
                from:
                  uri: direct:topup-created
                  steps:
                    - to: {id: to-topups, uri: jms:queue:topups}
            - route:
                id: topups
                description: Acts on what the topup is now
                from:
                  uri: jms:queue:topups
                  steps:
                    - to:
                        id: ask
                        uri: bean
                        variableReceive: object
                        parameters:
                          beanName: hydrate
                          method: object
                    - filter:
                        id: is-big
                        simple: "${variable.object[amount]} >= 700"
                        steps:
                          - to: {id: to-big, uri: jms:queue:big}
                    - filter:
                        id: is-strange
                        simple: "${variable.object[amount]} == 13"
                        steps:
                          - throwException: {exceptionType: java.lang.IllegalStateException, message: thirteen}
            """;

    @TempDir
    private Path directory;

    private Rehearsals rehearsals;

    @BeforeEach
    void open() {
        rehearsals = new Rehearsals();
    }

    @AfterEach
    void close() {
        rehearsals.close();
    }

    private Rehearsed rehearse(Answers answers) throws Exception {
        Path folder = Rehearsals.folder(directory, "topups.camel.yaml", FLOW);
        return rehearsals.of(folder, Bounds.ALONE, answers).rehearse(EVENT, false);
    }

    @Test
    void theCallIsRecordedAndTheObjectIsWhatTheEventSays() throws Exception {
        Rehearsed rehearsed = rehearse(Answers.OK);

        assertThat(rehearsed.verdict()).isEqualTo(Verdict.ROUTED);
        assertThat(rehearsed.sent())
                .extracting(Sent::destination)
                .containsExactly("jms:queue:topups", "GET https://api.stripe.com/v1/topups/tu_1");
        Sent call = rehearsed.sent().get(1);
        assertThat(call.kind()).isEqualTo("http");
        assertThat(call.step()).isEqualTo("ask");
        assertThat(call.body()).isNull();
    }

    @Test
    void aTestSaysWhatStripeAnswers() throws Exception {
        Rehearsed rehearsed = rehearse((method, url, body) -> {
            assertThat(method + " " + url).isEqualTo("GET https://api.stripe.com/v1/topups/tu_1");
            return new Answer(200, Map.of(), "{\"id\":\"tu_1\",\"object\":\"topup\",\"amount\":700}");
        });

        assertThat(rehearsed.sent()).extracting(Sent::destination).contains("jms:queue:big");
    }

    @Test
    void anErrorOfStripesFailsTheStep() throws Exception {
        for (int status : new int[] {404, 429, 500}) {
            Path routes = directory.resolve(String.valueOf(status));
            Path folder = Rehearsals.folder(routes, "topups.camel.yaml", FLOW);
            Rehearsed rehearsed = rehearsals
                    .of(folder, Bounds.ALONE, (method, url, body) -> new Answer(status, Map.of(), ""))
                    .rehearse(EVENT, false);

            assertThat(rehearsed.failures()).singleElement().satisfies(failure -> {
                assertThat(failure.step()).isEqualTo("ask");
                assertThat(failure.reason()).contains("Stripe answers " + status);
            });
        }
    }

    /** As before a change takes effect: what a flow makes of a made-up answer refuses nothing. */
    @Test
    void whatNobodyHasAskedForIsNotHeldBackAndTheAnswerCountsAsMadeUp() throws Exception {
        Path folder = Rehearsals.folder(directory, "topups.camel.yaml", FLOW);
        rehearsals.of(folder);
        try (RehearsedDatabase database =
                        new RehearsedDatabase(rehearsals.dataSource, FlowRole.GATEWAYS, Bounds.ALONE);
                Rehearsal unasked = Rehearsal.unasked(
                        RouteSetLoader.snapshot(folder),
                        folder,
                        OfflineRoutes.environment(new String[0]),
                        database,
                        OfflineRoutes.queueParts())) {
            assertThat(unasked.rehearse(EVENT, false).sent())
                    .extracting(Sent::destination)
                    .contains("GET https://api.stripe.com/v1/topups/tu_1");
            VerifiedEvent strange =
                    event("evt_2", "topup.created", "{\"id\":\"tu_1\",\"object\":\"topup\",\"amount\":13}");
            assertThat(unasked.rehearse(strange, false).failures())
                    .singleElement()
                    .satisfies(failure -> assertThat(failure.onStandIn()).isTrue());
        }
    }
}
