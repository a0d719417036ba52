package io.tollgate.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;

class WarmUpTest {
    private final WarmUp warmUp = new WarmUp();

    @Test
    void ownsNothingUnlessItIsOpen() {
        assertThatThrownBy(warmUp::nextId).isInstanceOf(IllegalStateException.class);
        assertThat(warmUp.owns("evt_1")).isFalse();

        warmUp.open();
        String id = warmUp.nextId();
        assertThat(warmUp.owns(id)).isTrue();

        warmUp.close();
        assertThat(warmUp.owns(id)).isFalse();
        assertThatThrownBy(warmUp::nextId).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void isNeverOpenedAgain() {
        warmUp.open();
        warmUp.close();

        assertThatThrownBy(warmUp::open).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void ownsNoIdThatDiffersInOneOf128Bits() {
        warmUp.open();
        String id = warmUp.nextId();

        assertThat(id).matches("evt_[0-9a-f]{32}_[0-9]{10}");
        for (int i = 0; i < 36; i++) {
            char other = id.charAt(i) == '0' ? '1' : '0';
            assertThat(warmUp.owns(id.substring(0, i) + other + id.substring(i + 1)))
                    .as("character %d", i)
                    .isFalse();
        }
        assertThat(warmUp.owns("evt_")).isFalse();
        assertThat(warmUp.owns("")).isFalse();
    }

    @Test
    void noTwoOfThemAreAlike() {
        Set<String> ids = new HashSet<>();
        for (int process = 0; process < 10; process++) {
            WarmUp one = new WarmUp();
            one.open();
            ids.add(one.nextId().substring(0, 36));
            assertThat(one.nextId()).isNotEqualTo(one.nextId());
        }
        assertThat(ids).hasSize(10);
    }

    @Test
    void aStopEndsTheReceivingBeforeReadiness() {
        assertThat(warmUp.isReceiving()).isFalse();
        warmUp.open();
        assertThat(warmUp.isReceiving()).isTrue();

        warmUp.onApplicationEvent(new AvailabilityChangeEvent<>(this, ReadinessState.REFUSING_TRAFFIC));

        assertThat(warmUp.isReceiving()).isFalse();
    }
}
