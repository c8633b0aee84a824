-- Companies of won deals whose history was entered, with the moment of their first sale, the deal of it and its owner then;
-- not those that are known as clients, or as lost since. A sale dated in the future makes nobody a client yet. The deal is
-- looked for among its company's: histories told by days have thousands of moves of one moment.
SELECT f.company, f.at, coalesce((SELECT c.owner FROM deal e CROSS JOIN stage_change c
                                   WHERE e.company = f.company AND coalesce(e.closed_at, '') = f.at
                                     AND c.deal = e.id AND c.at = e.closed_at ORDER BY c.id LIMIT 1), 0)
  FROM (SELECT d.company, min(d.closed_at) AS at
          FROM deal d JOIN stage s ON s.id = d.stage
         WHERE s.kind = 'won' AND d.company IN (SELECT x.company FROM told t CROSS JOIN deal x WHERE x.id = t.id)
         GROUP BY d.company) f
  JOIN company co ON co.id = f.company LEFT JOIN category k ON k.id = co.category
 WHERE coalesce(k.kind, 'open') = 'open' AND substr(f.at, 1, 10) <= crm_today()
 ORDER BY f.company
