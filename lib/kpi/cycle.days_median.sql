-- title: Median sales cycle
-- title.ru: Медиана длительности сделки
-- unit: days   better: down   kind: flow
-- a: median v   credit: rep   seconds from opening to the last closing of the deals won
-- b: count      credit: rep   deals closed before they were opened, left out
-- value: a / 86400
-- warn: b sale closed before it was opened is left out | sales closed before they were opened are left out
-- warn.ru: b продажа, закрытая раньше открытия, не учтена | продажи, закрытые раньше открытия, не учтены | продаж, закрытых раньше открытия, не учтено
SELECT p.label AS period, CASE WHEN w.at < w.created_at AND crm_seconds(w.created_at, w.at) < 0 THEN 'b' ELSE 'a' END AS part,
       w.at, w.rep, w.company, w.deal, w.campaign, crm_seconds(w.created_at, w.at) AS v
FROM period p JOIN won w ON w.at >= p.s AND w.at < p.e
