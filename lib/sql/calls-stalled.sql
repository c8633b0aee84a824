-- A rep's open deals that stand in their stage longer than is healthy. The stages are listed first, so that closed deals
-- are not even read; but not joined first: on a past day, where the index knows no stage, all deals would be read for each.
SELECT de.id, de.company, de.contact, de.title, de.moved_at, coalesce(st.name, st.code),
       crm_days(de.moved_at, :now), coalesce(st.max_days, :stalled),
       crm_base(de.amount, de.currency, :now)
  FROM deal de
 CROSS JOIN stage st
 WHERE de.owner = :rep AND de.stage IN (SELECT s.id FROM stage s WHERE s.kind = 'open') AND st.id = de.stage
   AND de.company IS NOT NULL
   AND crm_days(de.moved_at, :now) > coalesce(st.max_days, :stalled)
 ORDER BY de.moved_at, de.id
