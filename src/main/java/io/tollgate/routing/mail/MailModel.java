package io.tollgate.routing.mail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Turns the event in variable {@code event} into the words that mail templates use, as a map in the body: {@code id},
 * {@code type}, {@code amount}, {@code customer}, {@code object}, {@code reason}, {@code link}, {@code test} (true
 * outside live mode). What the event does not say is left out. No value has more than 500 characters, a line break or
 * another control character, and neither has the variable or a header of the message from here on, so that nothing from
 * outside becomes a header or a line of its own, whatever a template takes.
 */
public final class MailModel implements Processor {
    private static final int LONGEST = 500;
    private static final Map<String, String> PAGES = Map.of(
            "payment_intent",
            "payments",
            "charge",
            "payments",
            "invoice",
            "invoices",
            "dispute",
            "disputes",
            "subscription",
            "subscriptions");

    @Override
    public void process(Exchange exchange) {
        Map<?, ?> event = OneLine.each(exchange.getVariable("event", Map.class));
        exchange.setVariable("event", event);
        exchange.getMessage().getHeaders().replaceAll((name, value) -> OneLine.each(value));
        Map<?, ?> object = child(event, "data", "object");
        Map<String, Object> model = new LinkedHashMap<>();
        put(model, "id", text(event, "id"));
        put(model, "type", text(event, "type"));
        put(model, "object", text(object, "id"));
        put(model, "amount", amount(object));
        put(model, "customer", customer(object));
        put(model, "reason", reason(object));
        put(model, "link", link(event, object));
        model.put("test", !Boolean.TRUE.equals(event.get("livemode")));
        exchange.getMessage().setBody(model);
        exchange.setVariable("mailTemplate", template(exchange.getMessage().getHeader("mailTemplate", String.class)));
    }

    private static String template(String name) {
        if (name == null || !name.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("A message to stripe.mail needs the header mailTemplate, the name of a"
                    + " file in the routes' templates folder without .mustache");
        }
        return name;
    }

    private static String amount(Map<?, ?> object) {
        Object amount = object.get("amount") instanceof Number ? object.get("amount") : object.get("amount_due");
        String currency = text(object, "currency");
        return amount instanceof Number number && currency != null ? Money.format(number.longValue(), currency) : null;
    }

    /** Name, mail address and id, as far as the object says them. */
    private static String customer(Map<?, ?> object) {
        Map<?, ?> billing = child(object, "last_payment_error", "payment_method", "billing_details");
        Map<?, ?> evidence = child(object, "evidence");
        String name = first(
                text(object, "customer_name"),
                text(billing, "name"),
                text(child(object, "shipping"), "name"),
                text(evidence, "customer_name"));
        String address = first(
                text(object, "customer_email"),
                text(billing, "email"),
                text(object, "receipt_email"),
                text(evidence, "customer_email_address"));
        List<String> known = Stream.of(name, address == null ? null : "<" + address + ">", text(object, "customer"))
                .filter(Objects::nonNull)
                .toList();
        return known.isEmpty() ? null : String.join(" ", known);
    }

    private static String reason(Map<?, ?> object) {
        return first(text(child(object, "last_payment_error"), "message"), text(object, "reason"));
    }

    private static String link(Map<?, ?> event, Map<?, ?> object) {
        String kind = text(object, "object");
        String page = kind == null ? null : PAGES.get(kind);
        String id = page == null ? text(event, "id") : text(object, "id");
        if (id == null || !id.matches("\\w+")) {
            return null;
        }
        String account = first(text(event, "account"), text(event, "user_id"), text(event, "context"));
        account = account == null ? null : account.substring(account.lastIndexOf('/') + 1);
        return "https://dashboard.stripe.com/"
                + (account != null && account.matches("acct_\\w+") ? account + "/" : "")
                + (Boolean.TRUE.equals(event.get("livemode")) ? "" : "test/")
                + (page == null ? "events" : page)
                + "/"
                + id;
    }

    private static Map<?, ?> child(Map<?, ?> from, String... names) {
        Map<?, ?> map = from;
        for (String name : names) {
            map = map.get(name) instanceof Map<?, ?> next ? next : Map.of();
        }
        return map;
    }

    private static String text(Map<?, ?> from, String name) {
        return from.get(name) instanceof String value && !value.isBlank() ? OneLine.of(value, LONGEST) : null;
    }

    private static String first(String... values) {
        for (String value : values) {
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static void put(Map<String, Object> model, String name, String value) {
        if (value != null) {
            model.put(name, value);
        }
    }
}
