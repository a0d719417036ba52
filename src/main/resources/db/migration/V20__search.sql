-- An index over a large inbox takes longer than any statement of the gateway may.
SET LOCAL statement_timeout = 0;

-- What became of an object: the question that operators ask most.
CREATE INDEX inbox_object ON inbox (object_id, received_at) WHERE object_id IS NOT NULL;

-- What has failed since it was stored: few, and none when it is stored.
CREATE INDEX inbox_error ON inbox (received_at) WHERE error IS NOT NULL;

-- Who did it, and what was done.
CREATE INDEX audit_who ON audit (who, id);
CREATE INDEX audit_act ON audit (act, id);
