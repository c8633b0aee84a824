-- A rep's open deals that stand in their stage longer than is healthy. The stages come first, so that closed deals
-- are not even read.
SELECT de.id, de.company, de.contact, de.title, de.moved_at, coalesce(st.name, st.code),
       crm_days(de.moved_at, :now), coalesce(st.max_days, :stalled),
       crm_base(de.amount, de.currency, :now)
  FROM stage st
 CROSS JOIN deal de
 WHERE st.kind = 'open' AND de.owner = :rep AND de.stage = st.id AND de.company IS NOT NULL
   AND crm_days(de.moved_at, :now) > coalesce(st.max_days, :stalled)
 ORDER BY de.moved_at, de.id
