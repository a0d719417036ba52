-- Attempts that never ended since the last one that did: an event that takes the process down is dead after a few.
ALTER TABLE inbox ADD COLUMN crashes integer NOT NULL DEFAULT 0;

-- Most rows change twice within a second. A fifth of a large table is too late, and a rest after each 200 pages too long.
ALTER TABLE inbox SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000,
                       autovacuum_vacuum_cost_delay = 0);
