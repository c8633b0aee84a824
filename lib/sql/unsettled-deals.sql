-- Deals whose moves were touched, and which do not stand where their last move led, are closed or lost although it led
-- elsewhere, or are not closed by the first move of the last run of its kind. A deal with one move was entered as it stood
-- and says itself when it was closed.
SELECT d.id
  FROM touched t JOIN deal d ON d.id = t.id JOIN stage s ON s.id = d.stage
  JOIN stage_change c ON c.id = (SELECT m.id FROM stage_change m WHERE m.deal = d.id ORDER BY m.at DESC, m.id DESC LIMIT 1)
 WHERE c.to_stage <> d.stage OR c.at <> d.moved_at
    OR (s.kind = 'open' AND d.closed_at IS NOT NULL)
    OR (s.kind <> 'open' AND d.closed_at IS NULL)
    OR (s.kind <> 'lost' AND (d.lost_reason IS NOT NULL OR d.competitor IS NOT NULL))
    OR (s.kind <> 'open'
        AND (SELECT count(*) FROM stage_change m WHERE m.deal = d.id) > 1
        AND d.closed_at <>
             (SELECT min(m.at) FROM stage_change m JOIN stage k ON k.id = m.to_stage
               WHERE m.deal = d.id AND k.kind = s.kind AND NOT EXISTS
                 (SELECT 1 FROM stage_change x JOIN stage y ON y.id = x.to_stage
                   WHERE x.deal = d.id AND y.kind <> s.kind
                     AND (x.at > m.at OR (x.at = m.at AND x.id > m.id)))))
 ORDER BY d.id
