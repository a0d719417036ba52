CREATE TABLE IF NOT EXISTS stripe.effect (
    event_id text NOT NULL
);
