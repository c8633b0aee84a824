-- The category a company enters with its first sale; nothing if it is a client already.
SELECT k.id
FROM category k
WHERE k.kind = 'client'
  AND NOT EXISTS (SELECT 1 FROM company c JOIN category now ON now.id = c.category
    WHERE c.id = :company AND now.kind = 'client')
ORDER BY k.position, k.id
LIMIT 1
