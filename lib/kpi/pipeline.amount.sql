-- title: Amount of deals in work
-- title.ru: Сумма сделок в работе
-- unit: money   better: up   kind: stock
-- a: sum v   credit: rep   split: amount   unit: money   amounts of the deals neither won nor lost at the end of the period
-- b: count   credit: rep   deals without an amount, counted as 0
-- value: a
-- warn: b open deal has no amount | open deals have no amount
-- warn.ru: b сделка в работе без суммы | сделки в работе без суммы | сделок в работе без суммы
SELECT o.period, CASE WHEN o.face_amount IS NULL THEN 'b' ELSE 'a' END AS part, o.at, o.rep, o.company, o.deal, o.campaign, coalesce(o.amount, o.face_amount) AS v, o.unrated AS currency
FROM open_deal o
