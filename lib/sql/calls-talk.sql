-- The last time somebody was in touch with a company.
SELECT ac.at, ac.kind, ac.outcome, ac.text
  FROM activity ac
 WHERE ac.company = :company AND ac.at <= :now
 ORDER BY ac.at DESC, ac.id DESC
 LIMIT 1
