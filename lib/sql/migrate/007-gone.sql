-- Which rows went or came back, by what they are asked for: made from the log when the schema is there.
CREATE TABLE gone (
  id          INTEGER PRIMARY KEY,
  entity      TEXT NOT NULL,
  field       TEXT NOT NULL,
  txn         INTEGER NOT NULL,
  cells       TEXT NOT NULL
) STRICT;
CREATE INDEX gone_field ON gone (entity, field, txn);
