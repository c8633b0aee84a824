-- title: Win rate of deals closed in the period
-- title.ru: Доля выигранных среди закрытых сделок
-- unit: percent   better: up   kind: flow
-- a: count   credit: rep   deals won
-- b: count   credit: rep   deals lost
-- value: 100 * a / (a + b)
SELECT p.label AS period, CASE c.kind WHEN 'won' THEN 'a' ELSE 'b' END AS part, c.at, c.rep, c.company, c.deal,
       c.campaign, c.deal AS u
FROM period p JOIN closing c ON c.at >= p.s AND c.at < p.e
