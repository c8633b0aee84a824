-- What happened with the companies in temp.funnel_record, as steps 1 list, 2 called, 3 set, 4 held, 5 contract, and 0
-- lost. When programmes are asked for, the list of one is its members, that of none the companies in none. Who was lost and
-- taken up again is not lost now, though the move was one of its day (:flow). What happened in one moment stands in the
-- order of its numbers.
SELECT c.id, NULL, 1, c.created_at AS at, c.created_by, c.id, NULL, NULL, c.id
FROM funnel_record k JOIN company c ON c.id = k.id
WHERE :pipeline = 0 AND NOT EXISTS (SELECT 1 FROM asked q JOIN campaign_member i ON i.company = c.id
                                     WHERE q.name = 'campaign' AND i.status <> 'held-out')
UNION ALL
SELECT m.company, NULL, 1, m.at, NULL, m.company, m.campaign, NULL, m.id
FROM funnel_record k JOIN campaign_member m ON m.company = k.id
WHERE m.status <> 'held-out' AND EXISTS (SELECT 1 FROM asked WHERE name = 'campaign')
UNION ALL
SELECT a.company, NULL,
       CASE WHEN a.outcome = 'appointment' THEN 3 WHEN a.outcome = 'held' THEN 4 ELSE 2 END,
       a.at, a.rep, a.company, a.campaign, NULL, a.id
FROM funnel_record k JOIN activity a ON a.company = k.id
WHERE a.outcome = 'appointment' OR (a.outcome = 'held' AND a.kind IN ('meeting', 'visit'))
   OR (a.kind = 'call' AND a.direction = 'out')
UNION ALL
SELECT w.company, NULL, 5, w.at, w.rep, w.company, w.campaign, w.amount, w.deal
FROM funnel_record k JOIN won w ON w.company = k.id
UNION ALL
SELECT h.company, NULL, 0, h.at, h.rep, h.company, NULL, NULL, h.id
FROM funnel_record k JOIN category_change h ON h.company = k.id JOIN category t ON t.id = h.to_category
WHERE t.kind = 'lost' AND (:flow OR NOT EXISTS
  (SELECT 1 FROM category_change b JOIN category n ON n.id = b.to_category
    WHERE b.company = h.company AND n.kind <> 'lost' AND (b.at > h.at OR (b.at = h.at AND b.id > h.id))))
ORDER BY 1, 4, 3, 9
