-- A rep's companies that are no clients yet, with nothing open and not tried lately, the longest silent first.
SELECT cold.id, cold.last_at
  FROM (SELECT co.id, (SELECT max(ac.at) FROM activity ac WHERE ac.company = co.id AND ac.kind <> 'note') AS last_at
          FROM company co
         WHERE co.owner = :rep AND (co.category IS NULL OR co.category IN (SELECT id FROM category WHERE kind = 'open'))
           AND NOT EXISTS (SELECT 1 FROM task ta WHERE ta.company = co.id AND ta.status = 'open')
           AND NOT EXISTS (SELECT 1 FROM deal de JOIN stage st ON st.id = de.stage
                            WHERE de.company = co.id AND st.kind = 'open')
           AND NOT EXISTS (SELECT 1 FROM activity rf WHERE rf.company = co.id
                              AND rf.outcome = 'refused' AND rf.at >= :cool)) cold
 WHERE cold.last_at IS NULL OR cold.last_at < :recent
 ORDER BY cold.last_at NULLS FIRST, cold.id
