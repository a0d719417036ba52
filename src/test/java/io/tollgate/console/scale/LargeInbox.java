package io.tollgate.console.scale;

import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/** Millions of events of a month, as an inbox has them: nearly all routed once, some dead for many causes, some waiting, some of accounts. */
final class LargeInbox {
    private static final int AT_ONCE = 250_000;

    /** Of a thousand events two are dead, and one waits, of a type that is paused. A payload has 1 kB. */
    private static final String EVENTS = """
            INSERT INTO tollgate.inbox (id, type, endpoint, livemode, created, api_version, account, object_id, received_at, due_at,
                                        status, attempts, settled_at, error, payload)
            SELECT 'evt_large' || lpad(i::text, 9, '0'),
                   CASE WHEN i % 1000 = 7 THEN 'payout.failed'
                        ELSE (ARRAY['invoice.paid', 'invoice.created', 'charge.succeeded', 'charge.refunded', 'customer.updated',
                                    'payment_intent.succeeded', 'payment_intent.created', 'checkout.session.completed'])[1 + i % 8] END,
                   CASE WHEN i % 50 = 0 THEN 'connect' ELSE 'default' END, true, 1767225600, '2025-12-15.clover',
                   CASE WHEN i % 50 = 0 THEN 'acct_' || i % 5000 END, 'in_' || i / 4, at, at,
                   CASE WHEN i % 1000 = 7 THEN 'PENDING' WHEN i % 1000 IN (500, 501) THEN 'DEAD' ELSE 'ROUTED' END,
                   CASE WHEN i % 1000 = 7 THEN 0 WHEN i % 1000 IN (500, 501) THEN 22 ELSE 1 END,
                   CASE WHEN i % 1000 <> 7 THEN at END,
                   CASE WHEN i % 1000 IN (500, 501) THEN 'PSQLException 23505: cause ' || i % 97 END,
                   convert_to('{"id":"evt_large' || lpad(i::text, 9, '0') || '","object":"event","data":{"object":{"id":"in_' || i / 4
                       || '","object":"invoice","customer":"cus_' || i % 100000 || '","padding":"' || repeat(md5(i::text), 28)
                       || '"}}}', 'UTF8')
            FROM (SELECT i, now() - (?::bigint - i) * (interval '30 days' / ?::bigint) AS at
                  FROM generate_series(?::bigint, ?::bigint) AS i) AS e""";

    private static final String ATTEMPTS = """
            INSERT INTO tollgate.attempt (event_id, number, started_at, ms, destinations)
            SELECT 'evt_large' || lpad(i::text, 9, '0'), 1, now(), 3, '{jms:queue:stripe.invoices.paid}'
            FROM generate_series(?::bigint, ?::bigint) AS i""";

    private static final String AUDIT = """
            INSERT INTO tollgate.audit (at, who, origin, act, subject, what)
            SELECT now() - (? - i) * interval '1 s', 'who' || i % 20, '127.0.0.1', 'PAYLOAD_SEEN', 'evt_large' || lpad(i::text, 9, '0'), 'payload'
            FROM generate_series(1, ?) AS i""";

    private LargeInbox() {}

    static void fill(JdbcTemplate jdbc, int events) {
        jdbc.update(
                "INSERT INTO tollgate.paused (type, paused_by, paused_at) VALUES ('payout.failed', 'scale', now())");
        for (int first = 1; first <= events; first += AT_ONCE) {
            int last = Math.min(events, first + AT_ONCE - 1);
            jdbc.update(EVENTS, events, events, first, last);
            jdbc.update(ATTEMPTS, first, last);
        }
        jdbc.update(AUDIT, events / 5, events / 5);
        List.of("inbox", "attempt", "audit").forEach(table -> jdbc.execute("VACUUM (ANALYZE) tollgate." + table));
    }
}
