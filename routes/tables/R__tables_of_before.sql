-- What the tables of the first edition know, for objects that have told nothing of themselves since: a late event of theirs, which is
-- older, must not make the views say what was so before. Their next event brings the rest.
INSERT INTO stripe.object (object, id, account, livemode, data, ambiguous,
    event_id, event_type, event_created, received_at, last_deleted)
SELECT 'subscription', id, account, COALESCE(livemode, false),
    jsonb_build_object('id', id, 'object', 'subscription', 'customer', customer, 'status', status,
        'cancel_at_period_end', cancel_at_period_end),
    false, event_id, event_type, event_created, received_at, CASE WHEN deleted THEN ARRAY[event_created, 0] END
FROM stripe.subscription
ON CONFLICT DO NOTHING;

INSERT INTO stripe.object (object, id, account, livemode, data, ambiguous,
    event_id, event_type, event_created, received_at)
SELECT 'checkout.session', id, account, COALESCE(livemode, false),
    jsonb_build_object('id', id, 'object', 'checkout.session', 'mode', mode, 'status', status, 'payment_status', payment_status,
        'amount_total', amount_total, 'currency', currency, 'customer', customer, 'customer_email', customer_email,
        'payment_intent', payment_intent, 'subscription', subscription, 'client_reference_id', client_reference_id),
    false, event_id, 'checkout.session.completed', event_created, received_at
FROM stripe.checkout_session
ON CONFLICT DO NOTHING;
