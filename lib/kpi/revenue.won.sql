-- title: Sales in money
-- title.ru: Объём продаж в деньгах
-- unit: money   better: up   kind: flow
-- a: sum v   credit: rep   split: amount   unit: money   amounts of the deals won
-- b: count   credit: rep   deals won without an amount, left out
-- value: a
-- warn: b sale without an amount is left out | sales without an amount are left out
-- warn.ru: b продажа без суммы не учтена | продажи без суммы не учтены | продаж без суммы не учтено
--
-- Booked at the contract, not at payment. By product it is quantity times price of the items; what they do
-- not explain stays with (none).
SELECT p.label AS period, CASE WHEN w.face_amount IS NULL THEN 'b' ELSE 'a' END AS part, w.at, w.rep, w.company, w.deal, w.campaign,
       coalesce(w.amount, w.face_amount) AS v, w.unrated AS currency
FROM period p JOIN won w ON w.at >= p.s AND w.at < p.e
