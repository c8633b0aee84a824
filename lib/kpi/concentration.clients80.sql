-- title: Number of clients giving 80 % of sales
-- title.ru: Число клиентов, дающих 80 % продаж
-- unit: count   better: up   kind: flow
-- a: k80 v by u   credit: rep   split: amount   unit: money   sales by client
-- value: a
SELECT p.label AS period, 'a' AS part, w.at, w.rep, w.company, w.deal, w.campaign, w.amount AS v, w.company AS u
FROM period p JOIN won w ON w.at >= p.s AND w.at < p.e
