-- An index over a large inbox takes longer than any statement of the gateway may.
SET LOCAL statement_timeout = 0;

-- By type first: what waits of one type costs the claims of the others nothing, however much it is.
DROP INDEX inbox_fresh, inbox_retry, inbox_claimed;
CREATE INDEX inbox_fresh ON inbox (type, due_at) WHERE status = 'PENDING' AND attempts = 0;
CREATE INDEX inbox_retry ON inbox (type, due_at) WHERE status = 'PENDING' AND attempts > 0 AND claim IS NULL;
CREATE INDEX inbox_claimed ON inbox (type, due_at) WHERE status = 'PENDING' AND attempts > 0 AND claim IS NOT NULL;

-- Event types that an operator has stopped, for all gateways; '*' stops all of them.
CREATE TABLE paused (
    type      text        PRIMARY KEY,
    paused_at timestamptz NOT NULL,
    paused_by text        NOT NULL
);

-- For the lists of the operators: the newest first, and what is dead.
CREATE INDEX inbox_received ON inbox (received_at, id);
CREATE INDEX inbox_dead ON inbox (type) WHERE status = 'DEAD';

-- Retention takes the payload first and the row later. Each row is in one of the two.
ALTER TABLE inbox ALTER COLUMN payload DROP NOT NULL;
CREATE INDEX inbox_routed ON inbox (settled_at) WHERE status = 'ROUTED' AND payload IS NOT NULL;
CREATE INDEX inbox_purged ON inbox (settled_at) WHERE status = 'ROUTED' AND payload IS NULL;

-- Each replay: who, when, what, and how far it came. Written in the transaction that sets the events back.
CREATE TABLE replay (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    started_at   timestamptz NOT NULL,
    ended_at     timestamptz,
    requested_by text        NOT NULL,
    filter       text        NOT NULL,
    replayed     bigint      NOT NULL DEFAULT 0,
    last_id      text
);

-- The gateways that run on this database, each by its own report.
CREATE TABLE gateway (
    name       text        PRIMARY KEY,
    started_at timestamptz NOT NULL,
    seen_at    timestamptz NOT NULL,
    version    text        NOT NULL,
    failing    text[]      NOT NULL,
    held       text[]      NOT NULL
);
