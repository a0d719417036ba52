-- Which signing secrets each gateway verifies with, by their fingerprints, and how often each has fitted a signature.
CREATE TABLE signing_secret (
    endpoint    text        NOT NULL,
    fingerprint text        NOT NULL,
    gateway     text        NOT NULL,
    source      text        NOT NULL,
    signatures  bigint      NOT NULL,
    first_used  timestamptz,
    last_used   timestamptz,
    -- when it was last the only one that fitted
    needed_at   timestamptz,
    live        boolean     NOT NULL,
    test        boolean     NOT NULL,
    reported_at timestamptz NOT NULL,
    PRIMARY KEY (endpoint, fingerprint, gateway)
);
