-- What a program has asked to be done with a key of its own: asked again, it gets the same answer, and nothing is done twice.
CREATE TABLE api_request (
    caller   text        NOT NULL,
    key      text        NOT NULL,
    asked_at timestamptz NOT NULL,
    hash     bytea       NOT NULL,
    answer   text        NOT NULL,
    PRIMARY KEY (caller, key)
);
CREATE INDEX api_request_asked ON api_request (asked_at);
