-- An index over a large table takes longer than a statement may.
SET LOCAL statement_timeout = 0;

-- The timer looks each minute for the few that are ambiguous, in however large a table. By a column that never changes, so that an
-- update of the others costs nothing more.
CREATE INDEX IF NOT EXISTS object_ambiguous ON stripe.object (id) WHERE ambiguous;
