package io.tollgate.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.inbox.EndpointPolicy.Livemode;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointPolicyTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "BOTH, -, true, -, -",
                "BOTH, -, false, -, -",
                "BOTH, -, -, acct_1, -",
                "LIVE, -, true, -, -",
                "LIVE, -, false, -, other-mode",
                "LIVE, -, -, -, unknown-mode",
                "TEST, -, false, acct_1, -",
                "TEST, -, true, -, other-mode",
                "TEST, -, -, -, unknown-mode",
                "BOTH, acct_1, true, acct_1, -",
                "BOTH, acct_1 acct_2, true, acct_2, -",
                "BOTH, acct_1, true, acct_2, other-account",
                "BOTH, acct_1, true, acct_11, other-account",
                "BOTH, acct_1, true, ACCT_1, other-account",
                "BOTH, acct_1, -, -, -",
                "BOTH, '', true, acct_1, other-account",
                "BOTH, '', true, -, -",
                "LIVE, acct_1, false, acct_2, other-mode",
                "LIVE, acct_1, true, acct_2, other-account",
            })
    void setsAsideWhatIsNotAskedFor(Livemode mode, String accounts, Boolean live, String account, String reason) {
        Set<String> allowed = accounts == null
                ? null
                : Arrays.stream(accounts.split(" ")).filter(id -> !id.isEmpty()).collect(Collectors.toSet());

        assertThat(new EndpointPolicy(mode, allowed)
                        .asideOf(event(live, account))
                        .map(aside -> aside.reason().label())
                        .orElse(null))
                .isEqualTo(reason);
        assertThat(EndpointPolicy.ALL.asideOf(event(live, account))).isEmpty();
    }

    @Test
    void theReasonNamesTheSetting() {
        assertThat(new EndpointPolicy(Livemode.LIVE, null)
                        .asideOf(event(false, null))
                        .orElseThrow()
                        .sentence())
                .isEqualTo("it is of test mode, which tollgate.webhook.endpoints.shop.livemode keeps from the flows");
        assertThat(new EndpointPolicy(Livemode.BOTH, Set.of())
                        .asideOf(event(false, "acct_1"))
                        .orElseThrow()
                        .sentence())
                .isEqualTo(
                        "it is of account acct_1, which tollgate.webhook.endpoints.shop.accounts keeps from the flows");
    }

    private static VerifiedEvent event(Boolean live, String account) {
        return new VerifiedEvent(
                "evt_1", "invoice.paid", "shop", live, 1L, null, account, null, new byte[0], Instant.EPOCH);
    }
}
