-- Claims of a rep's companies that are not settled.
SELECT co.id, coalesce(cl.due_on, cl.at)
  FROM company co
  JOIN claim cl ON cl.company = co.id
 WHERE co.owner = :rep AND (cl.closed_on IS NULL OR cl.closed_on > :today)
 ORDER BY co.id, 2, cl.id
