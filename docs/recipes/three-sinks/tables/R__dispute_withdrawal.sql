-- What disputes took from the balance. Amounts are in the smallest unit of their currency.
CREATE TABLE IF NOT EXISTS stripe.dispute_withdrawal (
    dispute       text   PRIMARY KEY,
    charge        text   NOT NULL,
    amount        bigint NOT NULL,
    currency      text   NOT NULL,
    event_id      text   NOT NULL,
    event_created bigint NOT NULL
);
