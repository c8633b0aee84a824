-- Purchases of a rep's clients that have no open deal and were not spoken to lately, in order of time. Two tell of no
-- rhythm: most clients are left out by the index of deals alone, before their deals and calls are read.
SELECT co.id, substr(de.closed_at, 1, 10), crm_base(de.amount, de.currency, de.closed_at)
  FROM company co
  JOIN deal de ON de.company = co.id
  JOIN stage st ON st.id = de.stage
 WHERE co.owner = :rep AND co.category IN (SELECT id FROM category WHERE kind = 'client')
   AND (SELECT count(*) FROM deal al WHERE al.company = co.id) > 2
   AND st.kind = 'won' AND de.closed_at IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM deal od JOIN stage os ON os.id = od.stage
                    WHERE od.company = co.id AND os.kind = 'open')
   AND NOT EXISTS (SELECT 1 FROM activity ac WHERE ac.company = co.id AND ac.at >= :recent AND ac.kind <> 'note'
                      AND coalesce(ac.outcome, 'talked') NOT IN ('no-answer', 'cancelled', 'no-show'))
 ORDER BY co.id, de.closed_at, de.id
