-- How many events went through each minute, as each gateway has counted them: for charts, without counting the inbox.
CREATE TABLE traffic (
    minute  timestamptz NOT NULL,
    gateway text        NOT NULL,
    measure text        NOT NULL,
    name    text        NOT NULL,
    events  bigint      NOT NULL,
    PRIMARY KEY (minute, gateway, measure, name)
);
