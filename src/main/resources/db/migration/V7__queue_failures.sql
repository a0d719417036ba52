-- What fails in the flows behind queues: a row a message about an event, from its first failed try until it is done or dead.
-- Told by the gateways as far as they can; the queue itself is the truth.
CREATE TABLE queue_failure (
    event_id  text        NOT NULL,
    message   text        NOT NULL,
    route     text        NOT NULL,
    queue     text        NOT NULL,
    tries     integer     NOT NULL,
    since     timestamptz NOT NULL,
    failed_at timestamptz NOT NULL,
    next_at   timestamptz NOT NULL,
    reason    text        NOT NULL,
    PRIMARY KEY (event_id, route, queue, message)
);
