-- What an invoice lacks: what its own payments leave of it, what they leave of it and of those of the same deal that are
-- due before, and the money of the deal that names no invoice. Without a deal: of the company.
SELECT iv.amount - coalesce((SELECT sum(p.amount) FROM payment p WHERE p.invoice = iv.id), 0),
  (SELECT sum(CASE WHEN o.own > 0 THEN o.own ELSE 0 END)
     FROM (SELECT e.amount - coalesce((SELECT sum(p.amount) FROM payment p WHERE p.invoice = e.id), 0) AS own
             FROM invoice e
            WHERE (e.deal = iv.deal OR (e.company = iv.company AND coalesce(e.deal, iv.deal) IS NULL))
              AND (coalesce(e.due_on, '9999'), e.id) <= (coalesce(iv.due_on, '9999'), iv.id)) o),
  (SELECT sum(p.amount) FROM payment p
    WHERE p.invoice IS NULL
      AND (p.deal = iv.deal OR (p.company = iv.company AND coalesce(p.deal, iv.deal) IS NULL)))
FROM invoice iv
WHERE iv.id = :id
