-- title: Money received
-- title.ru: Получено денег
-- unit: money   better: up   kind: flow
-- a: sum v   credit: rep   split: amount   unit: money   payments on their day, less what was paid back
-- value: a
--
-- The credit is that of whoever owned the deal at the end of that day, without a deal the company. As of a day before the
-- company was entered here its payments of that time are there all the same.
SELECT x.period, 'a' AS part, x.at, x.rep, x.company, x.deal, x.campaign, coalesce(x.amount, x.face_amount) AS v,
       CASE WHEN x.amount IS NULL THEN x.currency END AS currency, x.payment
FROM (SELECT p.label AS period, y.id AS payment, y.paid_on AS at, y.company, d.id AS deal, d.campaign, d.currency,
             y.amount AS face_amount, crm_base(y.amount, d.currency, y.paid_on) AS amount,
             nullif(CASE WHEN d.id IS NOT NULL
                  THEN coalesce((SELECT coalesce(h.to_owner, 0) FROM owner_change h
                                  WHERE h.deal = d.id AND substr(h.at, 1, 10) <= y.paid_on
                                  ORDER BY h.at DESC, h.id DESC LIMIT 1),
                                (SELECT coalesce(h.from_owner, 0) FROM owner_change h
                                  WHERE h.deal = d.id AND substr(h.at, 1, 10) > y.paid_on
                                  ORDER BY h.at, h.id LIMIT 1), d.owner)
                  ELSE coalesce((SELECT coalesce(h.to_owner, 0) FROM owner_change h
                                  WHERE h.company = c.id AND substr(h.at, 1, 10) <= y.paid_on
                                  ORDER BY h.at DESC, h.id DESC LIMIT 1),
                                (SELECT coalesce(h.from_owner, 0) FROM owner_change h
                                  WHERE h.company = c.id AND substr(h.at, 1, 10) > y.paid_on
                                  ORDER BY h.at, h.id LIMIT 1), c.owner) END, 0) AS rep
        FROM period p JOIN payment y ON y.paid_on >= p.s AND y.paid_on < p.e
        LEFT JOIN company c ON c.id = y.company
        LEFT JOIN invoice i ON i.id = y.invoice
        LEFT JOIN deal d ON d.id = coalesce(y.deal, i.deal)) x
