package io.tollgate.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ClientRatesTest {
    private static final Address STRANGER = address("192.0.2.1");
    private static final Address STRIPE = address("3.18.12.63");

    private final AtomicLong now =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(15).toNanos());
    private final ClientRates rates = new ClientRates(2, now::get);

    @Test
    void whoIsRefusedAgainAndAgainHasToWait() {
        refused(STRANGER, 19);
        assertThat(rates.isOver(STRANGER)).isFalse();
        refused(STRANGER, 1);
        assertThat(rates.isOver(STRANGER)).isTrue();
        assertThat(rates.isOver(STRIPE)).isFalse();

        pass(Duration.ofMillis(490));
        assertThat(rates.isOver(STRANGER)).isTrue();
        pass(Duration.ofMillis(20));
        assertThat(rates.isOver(STRANGER)).isFalse();
        refused(STRANGER, 5);
        assertThat(rates.isOver(STRANGER)).isTrue();
        pass(Duration.ofHours(1));
        refused(STRANGER, 19);
        assertThat(rates.isOver(STRANGER))
                .as("ten seconds' worth at once, and no more")
                .isFalse();
        refused(STRANGER, 1);
        assertThat(rates.isOver(STRANGER)).isTrue();
    }

    @Test
    void whatWasSignedRightIsLetInForADayHoweverMuchIsRefused() {
        refused(STRIPE, 30);
        assertThat(rates.isOver(STRIPE)).isTrue();
        rates.signed(STRIPE);
        assertThat(rates.isOver(STRIPE)).isFalse();
        refused(STRIPE, 1000);
        assertThat(rates.isOver(STRIPE)).isFalse();

        pass(Duration.ofDays(1).minusSeconds(1));
        refused(STRIPE, 1000);
        assertThat(rates.isOver(STRIPE)).isFalse();
        pass(Duration.ofSeconds(2));
        refused(STRIPE, 1000);
        assertThat(rates.isOver(STRIPE)).isTrue();
    }

    @Test
    void aNetworkOfIpv6IsOneClient() {
        for (int i = 1; i <= 20; i++) {
            refused(address("2001:db8:0:1::" + i), 1);
        }
        assertThat(rates.isOver(address("2001:db8:0:1:5::"))).isTrue();
        assertThat(rates.isOver(address("2001:db8:0:2::1"))).isFalse();
        assertThat(rates.count()).isEqualTo(1);
    }

    @Test
    void strangersWithoutEndTakeNoMoreMemoryAndPushOutNobodyWhoIsKnown() {
        rates.signed(STRIPE);
        for (int i = 0; i < 3 * ClientRates.MOST_CLIENTS; i++) {
            rates.refused(new Address(i, 0));
        }
        assertThat(rates.count()).isEqualTo(ClientRates.MOST_CLIENTS);
        refused(STRIPE, 1000);
        assertThat(rates.isOver(STRIPE)).isFalse();
    }

    @Test
    void withoutALimitNothingIsKept() {
        ClientRates none = new ClientRates(0, now::get);
        for (int i = 0; i < 100; i++) {
            none.refused(STRANGER);
        }
        assertThat(none.isOver(STRANGER)).isFalse();
        assertThat(none.count()).isZero();
    }

    private void refused(Address client, int times) {
        for (int i = 0; i < times; i++) {
            rates.refused(client);
        }
    }

    private void pass(Duration time) {
        now.addAndGet(time.toNanos());
    }

    private static Address address(String text) {
        return Address.of(text).orElseThrow();
    }
}
