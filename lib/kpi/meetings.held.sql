-- title: Meetings held with clients
-- title.ru: Проведено встреч с клиентами
-- unit: count   better: up   kind: flow
-- a: distinct u   credit: rep   meetings and visits, one for each company and start
-- value: a
--
-- Two of the department at one meeting: once in the total, once for each of them, whether they logged it
-- separately or one is a further participant.
SELECT p.label AS period, 'a' AS part, a.at, a.rep, a.company, a.deal, a.campaign,
       a.company || ' ' || a.at AS u, a.id AS activity
FROM period p JOIN activity a ON a.at >= p.s AND a.at < p.e
WHERE a.kind IN ('meeting', 'visit') AND a.outcome = 'held' AND a.company IS NOT NULL
UNION ALL
SELECT p.label, 'a', a.at, r.rep, a.company, a.deal, a.campaign, a.company || ' ' || a.at, a.id
FROM period p JOIN activity a ON a.at >= p.s AND a.at < p.e
JOIN activity_rep r ON r.activity = a.id
WHERE a.kind IN ('meeting', 'visit') AND a.outcome = 'held' AND a.company IS NOT NULL
