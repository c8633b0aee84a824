-- The moves of a deal in the order in which they happened.
SELECT c.to_stage, c.at, s.kind, c.lost_reason, c.competitor
FROM stage_change c JOIN stage s ON s.id = c.to_stage
WHERE c.deal = :deal
ORDER BY c.at, c.id
