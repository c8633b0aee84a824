-- The full-text index. It proposes, the tables decide: no text is kept in it, and entries that are out of
-- date are found out when a hit is checked. The number of an entry is the kind of record (above bit
-- 40) and the record's own number. number holds telephone and tax numbers cut into runs of three digits.
CREATE VIRTUAL TABLE search USING fts5 (
  name, body, number,
  content = '', columnsize = 0, detail = column, tokenize = 'ascii'
);
-- Words are gathered in memory up to so many bytes before they become a piece of the index: the
-- fewer pieces a load makes, the less is merged again.
INSERT INTO search (search, rank) VALUES ('hashsize', 8388608);
-- Pieces are merged in steps from 64 of a size on, and all at once, for however long that takes whoever is
-- writing, only at a thousand.
INSERT INTO search (search, rank) VALUES ('automerge', 64);
INSERT INTO search (search, rank) VALUES ('crisismerge', 1000);
-- From change 0 on the index knows the words that went out of a record's name (search.h).
INSERT INTO search (rowid, name) VALUES (99 << 40, '¤since');
