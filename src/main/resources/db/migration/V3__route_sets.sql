-- What each gateway did with the routes that it found in its folder.
CREATE TABLE route_set (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    decided_at timestamptz NOT NULL,
    gateway    text        NOT NULL,
    hash       text        NOT NULL,
    result     text        NOT NULL CHECK (result IN ('TAKEN', 'REFUSED')),
    findings   text[]      NOT NULL
);
CREATE INDEX route_set_gateway ON route_set (gateway, decided_at DESC, id DESC);

-- The set that runs there, null when none does.
ALTER TABLE gateway ADD COLUMN routes text;
