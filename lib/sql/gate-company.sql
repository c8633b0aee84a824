-- Gates of a category: its own, and on the way up those of the categories before it.
SELECT g.id, g.category, g.needs, g.test, g.required, g.part, coalesce(g.at_least, 1)
FROM gate g
JOIN category c ON c.id = g.category
JOIN category target ON target.id = :target
WHERE g.entity = 'company'
  AND (c.id = target.id OR (c.kind <> 'lost' AND target.kind <> 'lost' AND c.position < target.position))
ORDER BY c.position, c.id, g.part, g.id
