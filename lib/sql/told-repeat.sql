-- Deals whose history was entered: a deal that was opened after its company's first sale is a repeated one; of two of one
-- moment the one that was entered first came first.
UPDATE deal SET is_repeat = 1
 WHERE id IN (SELECT id FROM told) AND is_repeat = 0 AND company IS NOT NULL AND EXISTS
   (SELECT 1 FROM deal e JOIN stage w ON w.id = e.stage
     WHERE e.company = deal.company AND w.kind = 'won' AND e.id <> deal.id
       AND (e.closed_at < deal.created_at OR (e.closed_at = deal.created_at AND e.id < deal.id)))
