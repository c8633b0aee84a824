-- title: Deals lost
-- title.ru: Проиграно сделок
-- unit: count   better: down   kind: flow
-- a: count   credit: rep   deals lost, each at its last closing
-- value: a
SELECT p.label AS period, 'a' AS part, c.at, c.rep, c.company, c.deal, c.campaign
FROM period p JOIN closing c ON c.at >= p.s AND c.at < p.e
WHERE c.kind = 'lost'
