-- title: Outgoing calls made
-- title.ru: Сделано исходящих звонков
-- unit: count   better: up   kind: flow
-- a: count   credit: rep   outgoing calls, answered or not
-- b: count   credit: rep   calls of which nobody says who began them, left out
-- value: a
-- warn: b call without a direction is left out | calls without a direction are left out
-- warn.ru: b звонок без направления не учтён | звонка без направления не учтено | звонков без направления не учтено
SELECT p.label AS period, CASE WHEN a.direction IS NULL THEN 'b' ELSE 'a' END AS part, a.at, a.rep, a.company, a.deal,
       a.campaign, a.id AS activity, a.outcome
FROM period p JOIN activity a ON a.at >= p.s AND a.at < p.e
WHERE a.kind = 'call' AND coalesce(a.direction, 'out') = 'out'
