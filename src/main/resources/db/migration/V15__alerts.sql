-- What is out of order, one row from when it was seen until it was over. Only one a condition and subject is open.
CREATE TABLE alert (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    condition     text        NOT NULL,
    subject       text        NOT NULL,
    details       text        NOT NULL,
    seen_at       timestamptz NOT NULL,
    -- null as long as it has not held for long enough
    began_at      timestamptz,
    told_at       timestamptz,
    -- since when it does not hold; null while it does
    gone_at       timestamptz,
    ended_at      timestamptz,
    ended_told_at timestamptz
);
CREATE UNIQUE INDEX alert_open ON alert (condition, subject) WHERE ended_at IS NULL;
CREATE INDEX alert_ended ON alert (ended_at) WHERE ended_at IS NOT NULL;

-- What is to be told by each channel: due again until it was taken there.
CREATE TABLE alert_message (
    alert_id bigint      NOT NULL REFERENCES alert ON DELETE CASCADE,
    edge     text        NOT NULL CHECK (edge IN ('BEGAN', 'ENDED')),
    channel  text        NOT NULL,
    due_at   timestamptz NOT NULL,
    tries    integer     NOT NULL DEFAULT 0,
    sent_at  timestamptz,
    error    text,
    PRIMARY KEY (alert_id, edge, channel)
);
CREATE INDEX alert_message_due ON alert_message (due_at) WHERE sent_at IS NULL;

-- What only the gateway itself can see, as each reports it for the one that evaluates.
CREATE TABLE alert_sight (
    gateway   text        NOT NULL,
    condition text        NOT NULL,
    subject   text        NOT NULL,
    details   text        NOT NULL,
    seen_at   timestamptz NOT NULL,
    PRIMARY KEY (gateway, condition, subject)
);

-- Conditions that are not told of for a while.
CREATE TABLE alert_silence (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    condition   text        NOT NULL,
    began_at    timestamptz NOT NULL,
    ends_at     timestamptz NOT NULL,
    silenced_by text        NOT NULL
);
