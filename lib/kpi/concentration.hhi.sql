-- title: Client concentration (Herfindahl-Hirschman, 0 to 10000)
-- title.ru: Индекс концентрации клиентов (Херфиндаля — Хиршмана)
-- unit: index   better: down   kind: flow
-- a: hhi v by u   credit: rep   split: amount   unit: money   sales by client
-- value: a
--
-- One client is 10000, above 2500 is high. Take a year: short periods exaggerate. Grouped, it is the
-- concentration within each group's own sales.
SELECT p.label AS period, 'a' AS part, w.at, w.rep, w.company, w.deal, w.campaign, w.amount AS v, w.company AS u
FROM period p JOIN won w ON w.at >= p.s AND w.at < p.e
