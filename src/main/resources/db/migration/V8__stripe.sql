-- Where an event is from, and why it is routed with no destination although there may be a flow for it.
ALTER TABLE inbox ADD COLUMN source text NOT NULL DEFAULT 'webhook', ADD COLUMN aside text;

-- Connected accounts that have sent events, so that Stripe is asked for theirs too.
CREATE TABLE stripe_account (
    account  text        NOT NULL,
    livemode boolean     NOT NULL,
    endpoint text        NOT NULL,
    seen_at  timestamptz NOT NULL,
    PRIMARY KEY (account, livemode, endpoint)
);

-- Up to when all events of a type are in the inbox, of those that Stripe has created since the first moment. The account is
-- empty for the one whose key it is.
CREATE TABLE stripe_watermark (
    owner      text        NOT NULL,
    livemode   boolean     NOT NULL,
    account    text        NOT NULL,
    type       text        NOT NULL,
    since      timestamptz NOT NULL,
    complete   timestamptz NOT NULL,
    PRIMARY KEY (owner, livemode, account, type)
);

-- Which gateway asks Stripe, one at a time; how its last run went.
CREATE TABLE stripe_run (
    name       text        PRIMARY KEY,
    holder     text,
    lease_end  timestamptz NOT NULL,
    ended_at   timestamptz,
    error      text,
    scanned_to timestamptz
);
