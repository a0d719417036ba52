-- Who did what, and who looked at what. Rows are added and never changed, by nobody: see docs/personal-data.md for what the owner can still do.
CREATE TABLE audit (
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL,
    who     text        NOT NULL,
    origin  text        NOT NULL,
    act     text        NOT NULL,
    subject text        NOT NULL,
    what    text        NOT NULL
);

CREATE INDEX audit_subject ON audit (subject, id);
CREATE INDEX audit_at ON audit (at);

CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'tollgate.audit is only added to: % is refused', TG_OP USING ERRCODE = 'insufficient_privilege';
END $$;

CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION audit_stays();

-- Else a session with session_replication_role = replica would pass it.
ALTER TABLE audit ENABLE ALWAYS TRIGGER audit_stays;

REVOKE ALL ON audit FROM PUBLIC;
