-- One row an event. PENDING -> ROUTED | DEAD; a replay sets a settled row back to PENDING.
CREATE TABLE inbox (
    id           text        PRIMARY KEY,
    type         text        NOT NULL,
    endpoint     text        NOT NULL,
    livemode     boolean,
    created      bigint,
    api_version  text,
    account      text,
    object_id    text,
    received_at  timestamptz NOT NULL,
    status       text        NOT NULL DEFAULT 'PENDING' CHECK (status IN ('PENDING', 'ROUTED', 'DEAD')),
    attempts     integer     NOT NULL DEFAULT 0,
    claim        bigint,
    due_at       timestamptz NOT NULL,
    settled_at   timestamptz,
    error        text,
    payload      bytea       NOT NULL
);

-- The body as received. Compressing it would cost more time than it saves space.
ALTER TABLE inbox ALTER COLUMN payload SET STORAGE EXTERNAL;

CREATE INDEX inbox_fresh ON inbox (due_at) WHERE status = 'PENDING' AND attempts = 0;
CREATE INDEX inbox_retry ON inbox (due_at) WHERE status = 'PENDING' AND attempts > 0 AND claim IS NULL;
CREATE INDEX inbox_claimed ON inbox (due_at) WHERE status = 'PENDING' AND attempts > 0 AND claim IS NOT NULL;

-- One number a claim: a mark that carries it holds only while no other claim has taken the row.
CREATE SEQUENCE inbox_claim;

-- What became of each attempt, in the words of the operator who asks.
CREATE TABLE attempt (
    event_id     text        NOT NULL,
    number       integer     NOT NULL,
    started_at   timestamptz NOT NULL,
    ms           integer     NOT NULL,
    destinations text[]      NOT NULL,
    error        text
);
CREATE INDEX attempt_event ON attempt (event_id, number);
