package io.tollgate.routing.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.tollgate.inbox.EventTypes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

    /** Written down by somebody who had not seen how suggestions are found. */
    private static final String OF_SOMEBODY_ELSE = """
            checkout.session.complete                   checkout.session.completed
            checkout.session.success                    checkout.session.completed
            checkout.session.succeeded                  checkout.session.completed
            checkout_session.completed                  checkout.session.completed
            checkout.sessions.completed                 checkout.session.completed
            checkout.completed                          checkout.session.completed
            checkout.session.expire                     checkout.session.expired
            checkout.session.async_payment_success      checkout.session.async_payment_succeeded
            checkout.session.async_payment.failed       checkout.session.async_payment_failed
            paymentintent.succeeded                     payment_intent.succeeded
            payment_intent.success                      payment_intent.succeeded
            payment_intent.suceeded                     payment_intent.succeeded
            payment.intent.succeeded                    payment_intent.succeeded
            payment-intent.succeeded                    payment_intent.succeeded
            paymentIntent.succeeded                     payment_intent.succeeded
            payment_intent_succeeded                    payment_intent.succeeded
            payment_intents.succeeded                   payment_intent.succeeded
            payment_intent.completed                    payment_intent.succeeded
            payment_intent.failed                       payment_intent.payment_failed
            payment_intent.cancelled                    payment_intent.canceled
            payment_intent.cancel                       payment_intent.canceled
            payment_intent.require_action               payment_intent.requires_action
            payment.succeeded                           payment_intent.succeeded
            payment_failed                              payment_intent.payment_failed
            charge.success                              charge.succeeded
            charge.succeded                             charge.succeeded
            charges.succeeded                           charge.succeeded
            charge.refund                               charge.refunded
            charge.fail                                 charge.failed
            charge.disputed                             charge.dispute.created
            charge.dispute.create                       charge.dispute.created
            dispute.created                             charge.dispute.created
            charge.dispute.close                        charge.dispute.closed
            refund.create                               refund.created
            invoice.payment_success                     invoice.payment_succeeded
            invoice.payment.succeeded                   invoice.payment_succeeded
            invoice.payment.failed                      invoice.payment_failed
            invoice.succeeded                           invoice.payment_succeeded
            invoice.failed                              invoice.payment_failed
            invoices.paid                               invoice.paid
            invoice.finalised                           invoice.finalized
            invoice.create                              invoice.created
            customer.create                             customer.created
            customers.created                           customer.created
            customer.subscription.cancelled             customer.subscription.deleted
            customer.subscription.canceled              customer.subscription.deleted
            subscription.created                        customer.subscription.created
            customer_subscription.created               customer.subscription.created
            customer.subscriptions.updated              customer.subscription.updated
            customer.subscription.trial_ending          customer.subscription.trial_will_end
            """;

    @ParameterizedTest
    @ValueSource(strings = {MISSPELLINGS, OF_SOMEBODY_ELSE})
    void mostCommonMisspellingsAreUnderstood(String misspellings) {
        Map<String, String> wrong = new LinkedHashMap<>();
        List<String> lines = misspellings.lines().toList();
        for (String line : lines) {
            String[] words = line.split("\\s+");
            String suggestion = TypeSuggestion.of(words[0], EventTypes.known()).orElse("nothing");
            if (!suggestion.equals(words[1])) {
                wrong.put(line, suggestion);
            }
        }

        assertThat(lines).hasSize(50);
        assertThat(wrong).hasSizeLessThanOrEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource({
        "charge.paid, charge.succeeded",
        "payment_intent.paid, payment_intent.succeeded",
        "checkout.session.cancelled, checkout.session.expired",
        "customer.subscription.expired, customer.subscription.deleted",
        "subscription.cancelled, customer.subscription.deleted",
        "subscription_created, customer.subscription.created",
        "invoice.paid_failed, invoice.payment_failed",
        "payout.success, payout.paid",
        "customer.subscription.renewed,",
        "customer.subscription.activated,",
        "sku.created,",
        "transfer.failed,"
    })
    void theOppositeAndOtherObjectsAreNotSuggested(String type, String suggestion) {
        assertThat(TypeSuggestion.of(type, EventTypes.known())).isEqualTo(Optional.ofNullable(suggestion));
    }

    @ParameterizedTest
    @ValueSource(strings = {"order.shipped", "x", "", "..", "warehouse.stock.low"})
    void whatIsNoTypeOfStripesAtAllGetsNone(String type) {
        assertThat(TypeSuggestion.of(type, EventTypes.known())).isEmpty();
    }
}
