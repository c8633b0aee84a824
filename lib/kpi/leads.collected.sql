-- title: Contacts collected
-- title.ru: Собрано контактов
-- unit: count   better: up   kind: flow
-- a: count   credit: rep   companies with a name or person and an address, phone or e-mail
-- value: a
--
-- The norm of a collector is 500 to 1,000 a month. A row below the least set counts once it is completed, then in
-- the period in which it was entered. The credit is that of who entered it.
SELECT p.label AS period, 'a' AS part, c.at, c.rep, c.company
FROM period p JOIN collected c ON c.at >= p.s AND c.at < p.e
