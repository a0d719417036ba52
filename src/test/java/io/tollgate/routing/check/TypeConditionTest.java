package io.tollgate.routing.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.routing.check.TypeCondition.Types;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TypeConditionTest {
    private static TypeCondition of(String condition) {
        return TypeCondition.of(condition).orElseThrow();
    }

    @Test
    void typesListsAndBeginningsAreUnderstood() {
        assertThat(of("${header.stripeEventType} == 'a.b'").types()).containsExactly(new Types("a.b", false));
        assertThat(of("${header.JMSType} in 'a.b, c.d'").types())
                .containsExactly(new Types("a.b", false), new Types("c.d", false));
        assertThat(of("${variable.event[type]} startsWith \"a.\"").types()).containsExactly(new Types("a.", true));
        assertThat(of("${header.stripeEventType} == 'a' || ${header.stripeEventType} == 'b'")
                        .types())
                .hasSize(2);
    }

    @Test
    void aFurtherConditionLetsOnlySomeOfThemThrough() {
        assertThat(of("${header.stripeEventType} == 'a'").always()).isTrue();
        assertThat(of("${header.stripeLivemode} == true && ${header.stripeEventType} == 'a'")
                        .always())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "${body} == 'a'",
                "${header.stripeEventType} != 'a'",
                "${header.stripeEventType} == 'a' || ${body} == 'b'",
                "${header.stripeEventType} regex 'a.*'",
                ""
            })
    void whatIsNotUnderstoodIsLeftAlone(String condition) {
        assertThat(TypeCondition.of(condition)).isEmpty();
    }

    @Test
    void aBeginningIncludesWhatBeginsWithIt() {
        Types subscriptions = new Types("customer.subscription.", true);
        assertThat(subscriptions.includes(new Types("customer.subscription.deleted", false)))
                .isTrue();
        assertThat(subscriptions.includes(new Types("customer.subscription.t", true)))
                .isTrue();
        assertThat(subscriptions.includes(new Types("customer.", true))).isFalse();
        assertThat(new Types("a", false).includes(new Types("a", true))).isFalse();
    }

    @Test
    void eachMentionIsOneWhateverTheOperator() {
        assertThat(TypeCondition.mentions("${header.stripeEventType} !in 'a,b' && ${header.JMSType} contains 'c'"))
                .extracting(TypeCondition.Mention::text)
                .isEqualTo(List.of("a", "b", "c"));
    }
}
