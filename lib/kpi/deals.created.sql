-- title: Deals opened
-- title.ru: Открыто сделок
-- unit: count   better: up   kind: flow
-- a: count   credit: rep   deals, reopened ones not again
-- value: a
SELECT p.label AS period, 'a' AS part, o.at, o.rep, o.company, o.deal, o.campaign
FROM period p JOIN opening o ON o.at >= p.s AND o.at < p.e
