-- title: Deals in work
-- title.ru: Сделок в работе
-- unit: count   better: up   kind: stock
-- a: count   credit: rep   deals neither won nor lost at the end of the period
-- value: a
SELECT o.period, 'a' AS part, o.at, o.rep, o.company, o.deal, o.campaign
FROM open_deal o
