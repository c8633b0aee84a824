-- Deals whose history was entered, which may be a single one of a million: who owned a won one at the closing is its
-- closer, if nobody is.
INSERT INTO deal_rep (deal, rep, part)
SELECT x.deal, x.rep, 'closer'
  FROM (SELECT d.id AS deal, coalesce((SELECT c.owner FROM stage_change c WHERE c.deal = d.id AND c.at = d.closed_at
                                        ORDER BY c.id LIMIT 1), d.owner) AS rep
          FROM told t CROSS JOIN deal d JOIN stage s ON s.id = d.stage
         WHERE d.id = t.id AND s.kind = 'won') x
 WHERE x.rep IS NOT NULL AND NOT EXISTS (SELECT 1 FROM deal_rep p WHERE p.deal = x.deal AND p.part = 'closer')
 ORDER BY x.deal
