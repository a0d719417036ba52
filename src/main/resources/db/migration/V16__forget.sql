-- Its payload was removed because of the customer whom it is about: whatever comes again under its id, the row stays as it is.
ALTER TABLE inbox ADD COLUMN forgotten_at timestamptz;

-- Customers who are forgotten, a row a run. Ids and counts, nothing personal. One without an end was cut off: the same command goes on.
CREATE TABLE forget (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer     text        NOT NULL,
    requested_by text        NOT NULL,
    started_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    step         text        NOT NULL,
    events       bigint      NOT NULL DEFAULT 0,
    rows         bigint      NOT NULL DEFAULT 0,
    messages     bigint      NOT NULL DEFAULT 0,
    mails        bigint      NOT NULL DEFAULT 0
);
CREATE INDEX forget_customer ON forget (customer, id);

-- Which events and objects are a customer's. Noted before anything is removed, since the payloads alone say it; and kept, since an
-- event that comes later may name the charge only.
CREATE TABLE forget_id (
    customer text NOT NULL,
    kind     text NOT NULL CHECK (kind IN ('EVENT', 'OBJECT')),
    id       text NOT NULL,
    PRIMARY KEY (customer, kind, id)
);
