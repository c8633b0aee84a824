-- Deals whose moves were touched, and which do not stand where their last move led.
SELECT d.id
  FROM touched t JOIN deal d ON d.id = t.id
  JOIN stage_change c ON c.id = (SELECT m.id FROM stage_change m WHERE m.deal = d.id ORDER BY m.at DESC, m.id DESC LIMIT 1)
 WHERE c.to_stage <> d.stage OR c.at <> d.moved_at
 ORDER BY d.id
