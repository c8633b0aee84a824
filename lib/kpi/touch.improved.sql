-- title: Touchpoints improved (norm 3-5 a month)
-- title.ru: Улучшено точек контакта (норма 3–5 в месяц)
-- unit: count   better: up   kind: flow
-- a: distinct u   credit: none   touchpoints whose score rose, or of which it was written down what was improved
-- value: a
-- refuses: rep team territory company deal campaign product category source segment industry; a touchpoint is the whole department's
--
-- A rise is counted against the last score before; the first score of a touchpoint is an assessment. A touchpoint that
-- was improved twice in a period counts once in it.
SELECT p.label AS period, 'a' AS part, h.at, h.touchpoint AS u, t.name AS touchpoint, t.grp, h.score / 1000.0 AS score, h.what
FROM period p JOIN touchpoint_change h ON h.at >= p.s AND h.at < p.e
JOIN touchpoint t ON t.id = h.touchpoint
WHERE CASE WHEN h.score IS NULL THEN h.what IS NOT NULL ELSE h.score >
  (SELECT b.score FROM touchpoint_change b
    WHERE b.touchpoint = h.touchpoint AND b.score IS NOT NULL AND (b.at < h.at OR (b.at = h.at AND b.id < h.id))
    ORDER BY b.at DESC, b.id DESC LIMIT 1) END
