-- Who has this phone or address: companies themselves, then through people who work there; people
-- without an employer stand alone.
SELECT ch.company AS company, NULL AS person FROM channel ch WHERE ch.key = :key AND ch.company IS NOT NULL
UNION
SELECT em.company, CASE WHEN em.company IS NULL THEN ct.name END
FROM channel ch
JOIN contact ct ON ct.id = ch.contact
LEFT JOIN employment em ON em.contact = ct.id AND (em.since IS NULL OR em.since <= crm_today())
     AND (em.until IS NULL OR em.until >= crm_today())
WHERE ch.key = :key
ORDER BY 1, 2
LIMIT 10
