-- What programs log in with. The token itself is with its owner only.
CREATE TABLE api_token (
    hash       bytea       PRIMARY KEY,
    name       text        NOT NULL UNIQUE,
    role       text        NOT NULL CHECK (role IN ('VIEWER', 'OPERATOR', 'ADMIN')),
    created_at timestamptz NOT NULL,
    created_by text        NOT NULL,
    expires_at timestamptz,
    used_at    timestamptz,
    revoked_at timestamptz
);
