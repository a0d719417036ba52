package io.tollgate.routing.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.inbox.EventTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write for Stripe's event types: words left out, other forms of a word, other separators, slips. */
class TypeSuggestionTest {
    private static final String MISSPELLINGS = """
            payment_intent.failed                       payment_intent.payment_failed
            payment_intent.success                      payment_intent.succeeded
            payment_intent.suceeded                     payment_intent.succeeded
            payment_intent_succeeded                    payment_intent.succeeded
            payment-intent.succeeded                    payment_intent.succeeded
            paymentIntent.succeeded                     payment_intent.succeeded
            paymentintent.succeeded                     payment_intent.succeeded
            payment_intents.succeeded                   payment_intent.succeeded
            payment.intent.succeeded                    payment_intent.succeeded
            PAYMENT_INTENT.SUCCEEDED                    payment_intent.succeeded
            payment_intent.cancelled                    payment_intent.canceled
            payment_intent.create                       payment_intent.created
            payment_intent.action_required              payment_intent.requires_action
            payment_intent.payment.failed               payment_intent.payment_failed
            payment_intent.payment_failure              payment_intent.payment_failed
            charge.success                              charge.succeeded
            charge.successful                           charge.succeeded
            charge.refund                               charge.refunded
            charge.failure                              charge.failed
            charges.succeeded                           charge.succeeded
            charge.dispute_created                      charge.dispute.created
            charge.dispute.create                       charge.dispute.created
            dispute.created                             charge.dispute.created
            customer.subscription.cancelled             customer.subscription.deleted
            customer.subscription.canceled              customer.subscription.deleted
            customer.subscription.update                customer.subscription.updated
            customer.subscription.removed               customer.subscription.deleted
            customer.subscriptions.created              customer.subscription.created
            customer_subscription.created               customer.subscription.created
            subscription.created                        customer.subscription.created
            subscription.deleted                        customer.subscription.deleted
            customer.subscription.trial_end             customer.subscription.trial_will_end
            invoice.payment.failed                      invoice.payment_failed
            invoice.payment.succeeded                   invoice.payment_succeeded
            invoice_payment.failed                      invoice.payment_failed
            invoice_payment_failed                      invoice.payment_failed
            invoice.failed                              invoice.payment_failed
            invoice.succeeded                           invoice.payment_succeeded
            invoice.payment_success                     invoice.payment_succeeded
            invoice.payed                               invoice.paid
            invoice.finalised                           invoice.finalized
            invoices.paid                               invoice.paid
            checkout.session.complete                   checkout.session.completed
            checkout.completed                          checkout.session.completed
            checkout_session.completed                  checkout.session.completed
            checkout.session_completed                  checkout.session.completed
            checkout.session.async_payment.failed       checkout.session.async_payment_failed
            setup_intent.failed                         setup_intent.setup_failed
            payment_method.attach                       payment_method.attached
            issuing_authorisation.request               issuing_authorization.request
            """;

    @Test
    void mostCommonMisspellingsAreUnderstood() {
        Map<String, String> wrong = new LinkedHashMap<>();
        List<String> lines = MISSPELLINGS.lines().toList();
        for (String line : lines) {
            String[] words = line.split("\\s+");
            String suggestion = TypeSuggestion.of(words[0], EventTypes.known()).orElse("nothing");
            if (!suggestion.equals(words[1])) {
                wrong.put(line, suggestion);
            }
        }

        assertThat(lines).hasSize(50);
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"order.shipped", "x", "", "..", "warehouse.stock.low"})
    void whatIsNoTypeOfStripesAtAllGetsNone(String type) {
        assertThat(TypeSuggestion.of(type, EventTypes.known())).isEmpty();
    }
}
