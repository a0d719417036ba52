-- One row a transfer, as its last event shows it. Amounts are in the smallest unit of their currency.
CREATE TABLE IF NOT EXISTS stripe.transfer (
    id              text        PRIMARY KEY,
    destination     text        NOT NULL, -- the connected account
    amount          bigint      NOT NULL,
    amount_reversed bigint      NOT NULL,
    currency        text        NOT NULL,
    created         timestamptz NOT NULL,
    livemode        boolean     NOT NULL,
    event_id        text        NOT NULL,
    event_created   bigint      NOT NULL
);
