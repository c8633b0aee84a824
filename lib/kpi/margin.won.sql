-- title: Total margin
-- title.ru: Совокупная маржа
-- unit: money   better: up   kind: flow
-- a: sum v   credit: rep   split: margin   unit: money   amounts less costs of the deals won
-- b: count   credit: rep   deals won without a cost, left out
-- c: count   credit: rep   deals won with a cost but without an amount, left out
-- value: a
-- warn: b sale without a cost is left out | sales without a cost are left out
-- warn.ru: b продажа без себестоимости не учтена | продажи без себестоимости не учтены | продаж без себестоимости не учтено
-- warn: c sale without an amount is left out | sales without an amount are left out
-- warn.ru: c продажа без суммы не учтена | продажи без суммы не учтены | продаж без суммы не учтено
SELECT p.label AS period, CASE WHEN w.face_cost IS NULL THEN 'b' WHEN w.face_amount IS NULL THEN 'c' ELSE 'a' END AS part,
       w.at, w.rep, w.company, w.deal, w.campaign, coalesce(w.amount - w.cost, w.face_amount - w.face_cost) AS v,
       CASE WHEN w.face_cost IS NOT NULL THEN w.unrated END AS currency
FROM period p JOIN won w ON w.at >= p.s AND w.at < p.e
