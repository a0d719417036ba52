-- An index over a large inbox takes longer than any statement of the gateway may.
SET LOCAL statement_timeout = 0;

-- What was set aside, for the lists of the operators. What is routed is not in it.
CREATE INDEX inbox_aside ON inbox (received_at) WHERE aside IS NOT NULL;
