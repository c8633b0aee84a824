-- What the caller wants to see of a company.
SELECT co.name, te.code, coalesce(co.tz, te.tz),
       (SELECT ta.title FROM task ta WHERE ta.company = co.id AND ta.status = 'open'
         ORDER BY ta.due_at NULLS LAST, ta.id LIMIT 1)
  FROM company co
  LEFT JOIN territory te ON te.id = co.territory
 WHERE co.id = :company
