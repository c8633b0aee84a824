-- title: New buyers in the period
-- title.ru: Новых покупателей за период
-- unit: count   better: up   kind: flow
-- a: distinct u   credit: rep   companies whose first sale it is
-- value: a
SELECT p.label AS period, 'a' AS part, w.at, w.rep, w.company, w.deal, w.campaign, w.company AS u
FROM period p JOIN first_win w ON w.at >= p.s AND w.at < p.e
