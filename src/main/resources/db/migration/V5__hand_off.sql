-- An index over a large inbox takes longer than any statement of the gateway may.
SET LOCAL statement_timeout = 0;

-- Without the id, which only the primary key has then: a third of the size, and nobody looks an id up in it. Made first:
-- until then whoever reads goes on.
CREATE INDEX inbox_received_at ON inbox (received_at);
DROP INDEX inbox_received;
ALTER INDEX inbox_received_at RENAME TO inbox_received;
