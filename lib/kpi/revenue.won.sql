-- title: Sales in money
-- title.ru: Объём продаж в деньгах
-- unit: money   better: up   kind: flow
-- a: sum v   credit: rep   split: amount   unit: money   amounts of the deals won
-- value: a
--
-- Booked at the contract, not at payment. By product it is quantity times price of the items; what they do
-- not explain stays with (none).
SELECT p.label AS period, 'a' AS part, w.at, w.rep, w.company, w.deal, w.campaign, coalesce(w.amount, w.face_amount) AS v,
       w.unrated AS currency
FROM period p JOIN won w ON w.at >= p.s AND w.at < p.e
