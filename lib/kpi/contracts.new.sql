-- title: New contracts
-- title.ru: Новых контрактов
-- unit: count   better: up   kind: flow
-- a: count   credit: rep   deals won that were opened before the company had bought anything
-- value: a
--
-- The norm of a closer is 4 to 10 a month. Two first contracts opened side by side are two contracts and one new client.
SELECT p.label AS period, 'a' AS part, w.at, w.rep, w.company, w.deal, w.campaign
FROM period p JOIN won w ON w.at >= p.s AND w.at < p.e
WHERE w.is_repeat = 0
