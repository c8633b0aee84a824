-- Who adds a single record no longer pays for merging what a load wrote: that is done here once.
INSERT INTO search (search, rank) VALUES ('automerge', 64);
INSERT INTO search (search, rank) VALUES ('crisismerge', 1000);
INSERT INTO search (search) VALUES ('optimize');
-- Appointments are one activity in ten, and those before and after one of them are looked for.
CREATE INDEX activity_appointed ON activity (at) WHERE outcome = 'appointment';
CREATE INDEX activity_appointment ON activity (company, at, planned_at, outcome) WHERE outcome = 'appointment';
-- A claim is in the call list of who answers it.
CREATE INDEX claim_owner ON claim (owner) WHERE owner IS NOT NULL;
