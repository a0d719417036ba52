-- One row a subscription, as its last event shows it. A deleted one stays as it is.
CREATE TABLE IF NOT EXISTS stripe.subscription (
    id                   text        PRIMARY KEY,
    customer             text,
    status               text,
    cancel_at_period_end boolean,
    deleted              boolean     NOT NULL,
    livemode             boolean,
    account              text,
    event_id             text        NOT NULL,
    event_type           text        NOT NULL,
    event_created        bigint      NOT NULL,
    received_at          timestamptz NOT NULL
);
