-- What a flow behind a queue has done for good, by the step that does it once; a message about it that comes again is passed over.
CREATE TABLE done_event (
    event_id text        NOT NULL,
    route    text        NOT NULL,
    step     text        NOT NULL,
    key      text        NOT NULL,
    done_at  timestamptz NOT NULL,
    PRIMARY KEY (event_id, route, step, key)
);
CREATE INDEX done_event_done_at ON done_event (done_at);
