-- Claims that are not settled and that a rep is to answer: his own, and those of his companies that nobody who is still
-- here has.
SELECT cl.company, coalesce(cl.due_on, cl.at) AS due, cl.id
  FROM claim cl
 WHERE cl.owner = :rep AND (cl.closed_on IS NULL OR cl.closed_on > :today)
 UNION
SELECT co.id, coalesce(cl.due_on, cl.at), cl.id
  FROM company co
  JOIN claim cl ON cl.company = co.id
 WHERE co.owner = :rep AND (cl.closed_on IS NULL OR cl.closed_on > :today)
   AND NOT EXISTS (SELECT 1 FROM rep r WHERE r.id = cl.owner AND (r.left_on IS NULL OR r.left_on >= :today))
 ORDER BY 1, 2, 3
