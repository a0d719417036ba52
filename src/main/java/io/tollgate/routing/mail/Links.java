package io.tollgate.routing.mail;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Pages of Stripe's Dashboard. */
final class Links {
    /** By the object's type; what is not here has no page of its own. */
    private static final Map<String, String> PAGES = Map.ofEntries(
            Map.entry("payment_intent", "payments"),
            Map.entry("charge", "payments"),
            Map.entry("invoice", "invoices"),
            Map.entry("customer", "customers"),
            Map.entry("subscription", "subscriptions"),
            Map.entry("subscription_schedule", "subscription_schedules"),
            Map.entry("dispute", "disputes"),
            Map.entry("payout", "payouts"),
            Map.entry("product", "products"),
            Map.entry("price", "prices"),
            Map.entry("coupon", "coupons"),
            Map.entry("credit_note", "credit_notes"),
            Map.entry("quote", "quotes"),
            Map.entry("payment_link", "payment-links"),
            Map.entry("setup_intent", "setup_intents"),
            Map.entry("transfer", "connect/transfers"),
            Map.entry("account", "connect/accounts"),
            Map.entry("issuing.authorization", "issuing/authorizations"),
            Map.entry("issuing.card", "issuing/cards"),
            Map.entry("identity.verification_session", "identity/verification-sessions"),
            Map.entry("event", "events"));

    /** By how an id begins; the longer beginning first. */
    private static final List<Map.Entry<String, String>> KINDS = List.of(
            Map.entry("sub_sched_", "subscription_schedule"),
            Map.entry("pi_", "payment_intent"),
            Map.entry("ch_", "charge"),
            Map.entry("py_", "charge"),
            Map.entry("in_", "invoice"),
            Map.entry("cus_", "customer"),
            Map.entry("sub_", "subscription"),
            Map.entry("du_", "dispute"),
            Map.entry("dp_", "dispute"),
            Map.entry("po_", "payout"),
            Map.entry("prod_", "product"),
            Map.entry("price_", "price"),
            Map.entry("cn_", "credit_note"),
            Map.entry("qt_", "quote"),
            Map.entry("plink_", "payment_link"),
            Map.entry("seti_", "setup_intent"),
            Map.entry("tr_", "transfer"),
            Map.entry("acct_", "account"),
            Map.entry("iauth_", "issuing.authorization"),
            Map.entry("ic_", "issuing.card"),
            Map.entry("vs_", "identity.verification_session"),
            Map.entry("evt_", "event"));

    /** What is shown on the page of another object: the first of these that it names. */
    private static final List<String> SHOWN_ON = List.of(
            "payment_intent",
            "payment.payment_intent",
            "charge",
            "subscription",
            "setup_intent",
            "invoice",
            "coupon",
            "promotion.coupon",
            "customer");

    private static final Pattern ID = Pattern.compile("[\\w-]{1,255}");

    private final Map<?, ?> event;

    Links(Map<?, ?> event) {
        this.event = event;
    }

    /** The page of the event's object, else of the event; null when neither has an id. */
    String main(Map<?, ?> object) {
        String own = to(object);
        return own == null ? page("events", Json.text(event, "id")) : own;
    }

    /**
     * @param value an id, or an object
     * @return null for what has no page
     */
    String to(Object value) {
        if (value instanceof String id) {
            return KINDS.stream()
                    .filter(kind -> id.startsWith(kind.getKey()))
                    .findFirst()
                    .map(kind -> page(PAGES.get(kind.getValue()), id))
                    .orElse(null);
        }
        Map<?, ?> object = Json.map(value);
        String kind = Json.text(object, "object");
        String page = kind == null ? null : PAGES.get(kind);
        if (page != null) {
            return page(page, Json.text(object, "id"));
        }
        return kind == null ? null : other(object);
    }

    private String other(Map<?, ?> object) {
        for (String path : SHOWN_ON) {
            Object shown = Json.at(object, path);
            String name = path.substring(path.lastIndexOf('.') + 1);
            // the id of a coupon may be any text
            String link = name.equals("coupon") && shown instanceof String id ? page(PAGES.get(name), id) : to(shown);
            if (link != null) {
                return link;
            }
        }
        return null;
    }

    private String page(String page, String id) {
        if (id == null || !ID.matcher(id).matches()) {
            return null;
        }
        String account = Json.first(event, "account", "user_id", "context");
        account = account == null ? "" : account.substring(account.lastIndexOf('/') + 1);
        return "https://dashboard.stripe.com/"
                + (account.matches("acct_\\w+") ? account + "/" : "")
                + (Boolean.TRUE.equals(event.get("livemode")) ? "" : "test/")
                + page
                + "/"
                + id;
    }
}
