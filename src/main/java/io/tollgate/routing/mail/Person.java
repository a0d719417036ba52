package io.tollgate.routing.mail;

import jakarta.mail.internet.InternetAddress;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The customer of an object, as far as the event says who it is.
 *
 * @param id such as {@code cus_123}
 */
record Person(String name, String email, String id) {
    private static final int LONGEST_NAME = 100;

    private static final String[] NAMES = {
        "customer.name",
        "customer_details.name",
        "customer_name",
        "billing_details.name",
        "last_payment_error.payment_method.billing_details.name",
        "last_setup_error.payment_method.billing_details.name",
        "payment_method.billing_details.name",
        "latest_charge.billing_details.name",
        "charge.billing_details.name",
        "charges.data.0.billing_details.name",
        "owner.name",
        "source.owner.name",
        "source.name",
        "shipping.name",
        "customer_shipping.name",
        "shipping_details.name",
        "collected_information.shipping_details.name",
        "evidence.customer_name"
    };

    private static final String[] EMAILS = {
        "customer.email",
        "customer_details.email",
        "customer_email",
        "billing_details.email",
        "last_payment_error.payment_method.billing_details.email",
        "last_setup_error.payment_method.billing_details.email",
        "payment_method.billing_details.email",
        "latest_charge.billing_details.email",
        "charge.billing_details.email",
        "charges.data.0.billing_details.email",
        "owner.email",
        "source.owner.email",
        "receipt_email",
        "charge.receipt_email",
        "evidence.customer_email_address"
    };

    static Person of(Map<?, ?> object) {
        if ("customer".equals(object.get("object"))) {
            return new Person(
                    Json.first(object, "name", "shipping.name"), Json.text(object, "email"), Json.text(object, "id"));
        }
        String id = Json.first(
                object,
                "customer",
                "customer.id",
                "charge.customer",
                "payment_intent.customer",
                "latest_charge.customer");
        return new Person(Json.first(object, NAMES), Json.first(object, EMAILS), id);
    }

    /** Null for nobody. */
    Labelled word() {
        String label = Stream.of(name, email == null ? null : "<" + email + ">", id)
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("name", name);
        parts.put("email", email);
        parts.put("id", id);
        return label.isEmpty() ? null : new Labelled(label, parts);
    }

    /** Name and address as a head line takes them; null when the event has no address, or what is none. */
    String address() {
        InternetAddress address = email == null ? null : AddressLine.one(email);
        if (address == null) {
            return null;
        }
        try {
            address.setPersonal(name == null ? null : OneLine.of(name, LONGEST_NAME), StandardCharsets.UTF_8.name());
            return address.toUnicodeString();
        } catch (UnsupportedEncodingException e) {
            throw new IllegalStateException(e);
        }
    }
}
