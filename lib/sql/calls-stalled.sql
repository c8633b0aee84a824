-- A rep's open deals that stand in their stage longer than is healthy.
SELECT de.id, de.company, de.contact, de.title, de.moved_at, coalesce(st.name, st.code),
       crm_days(de.moved_at, :now), coalesce(st.max_days, :stalled), de.amount
  FROM deal de
  JOIN stage st ON st.id = de.stage
 WHERE de.owner = :rep AND st.kind = 'open' AND de.company IS NOT NULL
   AND crm_days(de.moved_at, :now) > coalesce(st.max_days, :stalled)
 ORDER BY de.moved_at, de.id
