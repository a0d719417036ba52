-- What events have had so far, each name once: API versions, and the types and fields that nobody knew. News is what an operator is told.
CREATE TABLE seen (
    kind     text        NOT NULL,
    name     text        NOT NULL,
    seen_at  timestamptz NOT NULL,
    news     boolean     NOT NULL,
    event_id text,
    type     text,
    flows    text[]      NOT NULL DEFAULT '{}',
    PRIMARY KEY (kind, name)
);

-- What an inbox in use is used to is no news.
INSERT INTO seen (kind, name, seen_at, news)
SELECT DISTINCT 'VERSION', api_version, now(), false
FROM (SELECT api_version FROM inbox ORDER BY received_at DESC LIMIT 10000) AS newest
WHERE api_version IS NOT NULL;

-- As what else an event came that is stored: at another endpoint, as of another API version, or with another body.
CREATE TABLE copy (
    event_id    text        NOT NULL,
    endpoint    text        NOT NULL,
    api_version text        NOT NULL,
    kind        text        NOT NULL,
    times       integer     NOT NULL DEFAULT 1,
    last_at     timestamptz NOT NULL,
    PRIMARY KEY (event_id, endpoint, api_version, kind)
);
