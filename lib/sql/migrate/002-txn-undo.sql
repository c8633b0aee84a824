-- One change set may take back several others: what it undoes moves into a table of its own.
CREATE TABLE txn_undo (
  id          INTEGER PRIMARY KEY,
  txn         INTEGER NOT NULL REFERENCES txn,
  undoes      INTEGER NOT NULL REFERENCES txn
) STRICT;
INSERT INTO txn_undo (txn, undoes) SELECT id, undoes FROM txn WHERE undoes IS NOT NULL ORDER BY id;
CREATE INDEX txn_undo_txn ON txn_undo (txn);
CREATE INDEX txn_undo_undoes ON txn_undo (undoes);
DROP INDEX IF EXISTS txn_undoes; -- the first bases of version 1 had none
ALTER TABLE txn DROP COLUMN undoes;
-- The cold companies of a rep are found without reading all of his.
DROP INDEX company_owner;
CREATE INDEX company_owner ON company (owner, category);
