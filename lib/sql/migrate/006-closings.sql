-- Which deals were won or lost in some time is read in the index alone.
DROP INDEX stage_change_at;
CREATE INDEX stage_change_at ON stage_change (at, to_stage, deal);
