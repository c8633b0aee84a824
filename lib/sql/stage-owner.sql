-- Whose a deal was at its moves, after it was handed over at a moment of the past: until the next hand-over.
UPDATE stage_change SET owner = :owner
 WHERE deal = :deal AND at >= :at AND coalesce(owner, 0) <> :compared
   AND NOT EXISTS (SELECT 1 FROM owner_change o WHERE o.deal = :deal AND o.at > :at AND o.at <= stage_change.at)
