-- One row a Checkout session, as its last event shows it.
CREATE TABLE IF NOT EXISTS stripe.checkout_session (
    id                  text        PRIMARY KEY,
    mode                text,
    status              text,
    payment_status      text,
    amount_total        bigint,
    currency            text,
    customer            text,
    customer_email      text,
    payment_intent      text,
    subscription        text,
    client_reference_id text,
    livemode            boolean,
    account             text,
    event_id            text        NOT NULL,
    event_created       bigint      NOT NULL,
    received_at         timestamptz NOT NULL
);
