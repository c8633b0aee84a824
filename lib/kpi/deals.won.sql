-- title: Sales made (deals won)
-- title.ru: Количество совершённых продаж
-- unit: count   better: up   kind: flow
-- a: count   credit: rep   deals won, each at its last closing
-- value: a
SELECT p.label AS period, 'a' AS part, w.at, w.rep, w.company, w.deal, w.campaign
FROM period p JOIN won w ON w.at >= p.s AND w.at < p.e
