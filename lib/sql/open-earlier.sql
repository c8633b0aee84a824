-- History that begins before the deal was entered: it was opened then, and is no repeated one for a sale that only came
-- between.
UPDATE deal
   SET created_at = :at,
       is_repeat = CASE WHEN is_repeat = 1
                         AND EXISTS (SELECT 1 FROM deal e JOIN stage s ON s.id = e.stage
                                      WHERE e.company = deal.company AND s.kind = 'won' AND e.id <> deal.id
                                        AND (e.closed_at < deal.created_at
                                             OR (e.closed_at = deal.created_at AND e.id < deal.id)))
                         AND NOT EXISTS (SELECT 1 FROM deal e JOIN stage s ON s.id = e.stage
                                          WHERE e.company = deal.company AND s.kind = 'won' AND e.id <> deal.id
                                            AND (e.closed_at < :at OR (e.closed_at = :at AND e.id < deal.id)))
                        THEN 0 ELSE is_repeat END
 WHERE id = :id AND created_at > :at
