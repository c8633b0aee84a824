-- Which fields were altered when. What was altered before is not known: anything, until now.
CREATE TABLE altered (
  id          INTEGER PRIMARY KEY,
  entity      TEXT NOT NULL,
  field       TEXT NOT NULL,
  txn         INTEGER NOT NULL REFERENCES txn,
  UNIQUE (entity, field)
) STRICT;
INSERT INTO altered (entity, field, txn)
SELECT DISTINCT entity, 'id', (SELECT max(id) FROM txn) FROM change ORDER BY 1;
