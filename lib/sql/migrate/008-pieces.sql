-- Who adds a single record no longer pays for merging what a load wrote: that is done here once.
INSERT INTO search (search, rank) VALUES ('automerge', 64);
INSERT INTO search (search, rank) VALUES ('crisismerge', 1000);
INSERT INTO search (search) VALUES ('optimize');
