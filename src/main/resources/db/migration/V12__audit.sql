-- Who did what, and who looked at what. Rows are added and never changed.
CREATE TABLE audit (
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL,
    who     text        NOT NULL,
    origin  text        NOT NULL,
    act     text        NOT NULL,
    subject text        NOT NULL,
    what    text        NOT NULL
);
