package io.tollgate.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeliveriesTest {
    private static final String NEW = "{\"received\":true,\"id\":\"evt_1\",\"duplicate\":false}";
    private static final String KNOWN = "{\"received\":true,\"id\":\"evt_1\",\"duplicate\":true}";

    private final Deliveries deliveries = new Deliveries();
    private final Delivery first = deliveries.begin("evt_1");
    private final Delivery repeat = deliveries.begin("evt_1");

    @Test
    void anEventCountsOnceAndItsBestAnswer() {
        assertThat(deliveries.events()).isEqualTo(1);
        assertThat(deliveries.repeats()).isEqualTo(1);
        assertThat(deliveries.answeredWith(Delivery.NONE)).containsExactly("evt_1");
        repeat.answered(503, "");
        assertThat(deliveries.answeredWith(503)).containsExactly("evt_1");
        first.answered(200, NEW);
        assertThat(deliveries.answeredWith(200)).containsExactly("evt_1");
        assertThat(deliveries.which(delivery -> delivery.status() != 200)).containsExactly(repeat);
    }

    @Test
    void oneOfTwoAnswersMaySayThatItIsNew() {
        first.answered(200, KNOWN);
        repeat.answered(200, NEW);
        assertThat(deliveries.newTwice()).isEmpty();
        assertThat(deliveries.neverNew()).isEmpty();
        first.answered(200, NEW);
        assertThat(deliveries.newTwice()).containsExactly("evt_1");
    }

    @Test
    void noneNeedsToWhereAnAnswerWasLost() {
        repeat.answered(200, KNOWN);
        assertThat(deliveries.neverNew()).isEmpty();
        first.answered(503, "");
        assertThat(deliveries.neverNew()).isEmpty();
        first.answered(200, KNOWN);
        assertThat(deliveries.neverNew()).containsExactly("evt_1");
    }
}
