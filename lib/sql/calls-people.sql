-- People of a company that may be spoken to, who decides first.
SELECT em.contact
  FROM employment em
 WHERE em.company = :company AND (em.until IS NULL OR em.until >= :today)
   AND NOT EXISTS (SELECT 1 FROM consent cs WHERE cs.contact = em.contact AND cs.withdrawn_on <= :today)
 ORDER BY CASE em.role WHEN 'decides' THEN 0 WHEN 'influences' THEN 1 ELSE 2 END, em.id
 LIMIT 1
