-- One move of a deal. The owner is the one it had at that moment: the first hand-over after it says from whom.
INSERT INTO stage_change (deal, from_stage, to_stage, at, rep, owner, lost_reason, competitor, forced)
SELECT d.id, :from, :to, :at, :rep,
  CASE WHEN EXISTS (SELECT 1 FROM owner_change o WHERE o.deal = d.id AND o.at > :at)
    THEN (SELECT o.from_owner FROM owner_change o WHERE o.deal = d.id AND o.at > :at
      ORDER BY o.at, o.id LIMIT 1)
    ELSE d.owner END,
  :reason, :competitor, :forced
FROM deal d WHERE d.id = :deal
