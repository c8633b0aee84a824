-- Deals whose history was entered: what their companies opened after the first sale, of two of one moment what was entered
-- later, are repeated ones.
UPDATE deal SET is_repeat = 1
 WHERE is_repeat = 0
   AND company IN (SELECT x.company FROM told t JOIN deal x ON x.id = t.id JOIN stage y ON y.id = x.stage WHERE y.kind = 'won')
   AND EXISTS (SELECT 1 FROM deal e JOIN stage w ON w.id = e.stage
                WHERE e.company = deal.company AND w.kind = 'won' AND e.id <> deal.id
                  AND (e.closed_at < deal.created_at OR (e.closed_at = deal.created_at AND e.id < deal.id)))
