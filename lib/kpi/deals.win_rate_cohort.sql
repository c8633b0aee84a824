-- title: Win rate of deals opened in the period
-- title.ru: Доля выигранных среди открытых в периоде сделок
-- unit: percent   better: up   kind: cohort
-- a: count   credit: rep   deals won by now
-- b: count   credit: rep   deals lost by now
-- c: count   credit: rep   deals still open: young cohorts come out low
-- value: 100 * a / (a + b + c)
-- warn: c deal is not decided yet | deals are not decided yet
-- warn.ru: c сделка ещё не решена | сделки ещё не решены | сделок ещё не решено
SELECT p.label AS period, CASE s.kind WHEN 'won' THEN 'a' WHEN 'lost' THEN 'b' ELSE 'c' END AS part, o.at, o.rep,
       o.company, o.deal, o.campaign, o.deal AS u
FROM period p JOIN opening o ON o.at >= p.s AND o.at < p.e
JOIN stage s ON s.id = o.stage
