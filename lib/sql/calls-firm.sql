-- What the caller wants to see of a company. Its clock is its own, else that of its territory or of the next one above
-- that has one.
SELECT co.name, te.code,
       coalesce(co.tz, te.tz, CASE WHEN te.parent IS NOT NULL THEN (
           WITH RECURSIVE up (id, tz, height) AS (
               SELECT t.id, t.tz, 1 FROM territory t WHERE t.id = te.parent
               UNION ALL
               SELECT t.id, t.tz, up.height + 1
                 FROM up JOIN territory b ON b.id = up.id JOIN territory t ON t.id = b.parent
                WHERE up.tz IS NULL AND up.height < 20)
           SELECT up.tz FROM up WHERE up.tz IS NOT NULL ORDER BY up.height LIMIT 1) END)
  FROM company co
  LEFT JOIN territory te ON te.id = co.territory
 WHERE co.id = :company
