package io.tollgate.routing.mail;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** Which amount an event is about: of a refund what was refunded, of a failed invoice what is still to be paid. */
final class MainAmount {
    private static final Map<String, String> OF_TYPE = Map.of(
            "charge.refunded", "amount_refunded",
            "charge.captured", "amount_captured",
            "payment_intent.succeeded", "amount_received",
            "payment_intent.amount_capturable_updated", "amount_capturable",
            "invoice.paid", "amount_paid",
            "invoice.payment_succeeded", "amount_paid",
            "transfer.reversed", "amount_reversed");

    /** Of those, a part may have been paid already. */
    private static final List<String> UNPAID = List.of(
            "invoice.payment_failed",
            "invoice.payment_action_required",
            "invoice.overdue",
            "invoice.marked_uncollectible");

    private static final List<String> OTHERS = List.of(
            "amount",
            "amount_due",
            "amount_total",
            "total",
            "amount_paid",
            "amount_requested",
            "unit_amount",
            "unit_amount_decimal");

    private MainAmount() {}

    /** With its currency; null when the object has none. */
    static String of(String type, Map<?, ?> object) {
        String first = UNPAID.contains(String.valueOf(type)) ? "amount_remaining" : OF_TYPE.get(String.valueOf(type));
        return Stream.concat(Stream.ofNullable(first), OTHERS.stream())
                .map(field -> Amount.at(List.of(object), List.of(field)))
                .filter(Objects::nonNull)
                .findFirst()
                .map(Amount::text)
                .orElse(null);
    }
}
