-- The changes of category of the companies in temp.funnel_record, in the order of companies and time.
SELECT d.id, c.from_category, c.to_category, c.at, d.owner, d.id, NULL, d.potential
FROM funnel_record k CROSS JOIN company d CROSS JOIN category_change c
WHERE d.id = k.id AND c.company = k.id AND :pipeline = 0
ORDER BY k.id, c.at, c.id
