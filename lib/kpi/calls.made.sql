-- title: Outgoing calls made
-- title.ru: Сделано исходящих звонков
-- unit: count   better: up   kind: flow
-- a: count   credit: rep   outgoing calls, answered or not; those that do not say who began them are ours
-- value: a
SELECT p.label AS period, 'a' AS part, a.at, a.rep, a.company, a.deal, a.campaign, a.id AS activity, a.outcome
FROM period p JOIN activity a ON a.at >= p.s AND a.at < p.e
WHERE a.kind = 'call' AND (a.direction = 'out' OR a.direction IS NULL)
