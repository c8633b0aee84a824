-- title: Contacts confirmed
-- title.ru: Подтверждённых контактов
-- unit: count   better: up   kind: flow
-- a: count   credit: rep   companies whose contact data were confirmed
-- value: a
--
-- The credit is the collector's, who entered the company, not that of who confirmed it. A second confirmation
-- moves the company to its own period.
SELECT p.label AS period, 'a' AS part, c.verified_at AS at, c.created_by AS rep, c.id AS company
FROM period p JOIN company c ON c.verified_at >= p.s AND c.verified_at < p.e
