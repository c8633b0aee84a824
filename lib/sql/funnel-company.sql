-- The categories of the companies in temp.funnel_record, in the order of companies and time: the one each began with,
-- which is where its first change came from or, without changes, what it is now; then the changes. Of one that changed
-- before it was entered here nobody knows since when it was what it began with.
SELECT d.id AS company, NULL AS was, CASE WHEN h.id IS NULL THEN d.category ELSE h.from_category END AS became,
       d.created_at AS at, d.owner, d.id, NULL, d.potential, 0 AS change
FROM funnel_record k CROSS JOIN company d LEFT JOIN category_change h ON h.id =
     (SELECT f.id FROM category_change f WHERE f.company = d.id ORDER BY f.at, f.id LIMIT 1)
WHERE d.id = k.id AND :pipeline = 0
  AND CASE WHEN h.id IS NULL THEN d.category WHEN h.at >= d.created_at THEN h.from_category END IS NOT NULL
UNION ALL
SELECT d.id, c.from_category, c.to_category, c.at, d.owner, d.id, NULL, d.potential, c.id
FROM funnel_record k CROSS JOIN company d CROSS JOIN category_change c
WHERE d.id = k.id AND c.company = k.id AND :pipeline = 0
ORDER BY 1, 4, 9
