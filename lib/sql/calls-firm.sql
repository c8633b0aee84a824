-- What the caller wants to see of a company.
SELECT co.name, te.code, coalesce(co.tz, te.tz)
  FROM company co
  LEFT JOIN territory te ON te.id = co.territory
 WHERE co.id = :company
