-- Notions that several indicators share, written once. They are temporary views, so that under
-- --as-of and --known they read the tables as those stood; the row of a deal or company then is its state,
-- and nothing here asks for the past by itself. Period stands for the table that the program
-- fills: S is period.s, E is period.e.

-- A deal that is won or lost, at the first move of the last unbroken run. The credit is the
-- owner's at that moment, nobody's if it had none (0 in between). Cost is the deal's own, else that of its items when every one of them has one. Amount and cost are
-- in the base currency, converted at that day; without a rate they are empty, unrated is the currency, and face_amount
-- and face_cost are what was agreed.
CREATE TEMP VIEW closing AS
SELECT x.deal, x.company, x.campaign, x.at, x.kind, x.is_repeat, x.created_at, x.rep, x.face_amount, x.face_cost,
       crm_base(x.face_amount, x.currency, x.at) AS amount, crm_base(x.face_cost, x.currency, x.at) AS cost,
       CASE WHEN x.currency IS NOT NULL AND x.face_amount IS NOT NULL
                 AND crm_base(x.face_amount, x.currency, x.at) IS NULL THEN x.currency END AS unrated
FROM (SELECT d.id AS deal, d.company, d.campaign, d.closed_at AS at, s.kind, d.is_repeat, d.created_at,
             d.currency, d.amount AS face_amount,
             nullif(coalesce((SELECT coalesce(c.owner, 0) FROM stage_change c JOIN stage k ON k.id = c.to_stage
                               WHERE c.deal = d.id AND c.at = d.closed_at AND k.kind = s.kind
                               ORDER BY c.id LIMIT 1), d.owner), 0) AS rep,
             coalesce(d.cost, (SELECT CASE WHEN count(*) > 0 AND count(*) = count(i.cost)
                                           THEN sum((i.quantity * i.cost + CASE WHEN i.quantity * i.cost < 0
                                                                                THEN -500 ELSE 500 END) / 1000) END
                                 FROM deal_item i WHERE i.deal = d.id)) AS face_cost
        FROM deal d JOIN stage s ON s.id = d.stage
       WHERE s.kind IN ('won', 'lost') AND d.closed_at IS NOT NULL) x;

CREATE TEMP VIEW won AS
SELECT deal, company, campaign, at, is_repeat, created_at, rep, amount, cost, face_amount, face_cost, unrated
FROM closing WHERE kind = 'won';

-- The first sale of each company.
CREATE TEMP VIEW first_win AS
SELECT w.deal, w.company, w.campaign, w.at, w.rep, w.amount
FROM won w
WHERE w.company IS NOT NULL AND NOT EXISTS
  (SELECT 1 FROM deal e JOIN stage s ON s.id = e.stage
    WHERE e.company = w.company AND s.kind = 'won'
      AND (e.closed_at < w.at OR (e.closed_at = w.at AND e.id < w.deal)));

-- A deal when it was opened; the credit is its first owner's.
CREATE TEMP VIEW opening AS
SELECT d.id AS deal, d.company, d.campaign, d.created_at AS at, d.stage,
       nullif(coalesce((SELECT coalesce(c.owner, 0) FROM stage_change c WHERE c.deal = d.id
                         ORDER BY c.at, c.id LIMIT 1), d.owner), 0) AS rep
FROM deal d;

-- Deals that were neither won nor lost at E, with their stage and owner at E. Where the last move lies before, the
-- deal knows it.
CREATE TEMP VIEW open_deal AS
SELECT o.period, o.deal, o.company, o.campaign, o.at, o.stage, o.rep, o.face_amount,
       crm_base(o.face_amount, o.currency, o.at) AS amount,
       CASE WHEN o.currency IS NOT NULL AND o.face_amount IS NOT NULL
                 AND crm_base(o.face_amount, o.currency, o.at) IS NULL THEN o.currency END AS unrated
FROM (SELECT p.label AS period, d.id AS deal, d.company, d.campaign, p.e AS at,
             CASE WHEN d.moved_at < p.e THEN d.stage ELSE
             coalesce((SELECT c.to_stage FROM stage_change c WHERE c.deal = d.id AND c.at < p.e
                        ORDER BY c.at DESC, c.id DESC LIMIT 1),
                      (SELECT c.from_stage FROM stage_change c WHERE c.deal = d.id AND c.at >= p.e
                        ORDER BY c.at, c.id LIMIT 1), d.stage) END AS stage,
             nullif(coalesce((SELECT coalesce(h.to_owner, 0) FROM owner_change h WHERE h.deal = d.id AND h.at < p.e
                               ORDER BY h.at DESC, h.id DESC LIMIT 1),
                             (SELECT coalesce(h.from_owner, 0) FROM owner_change h WHERE h.deal = d.id AND h.at >= p.e
                               ORDER BY h.at, h.id LIMIT 1), d.owner), 0) AS rep,
             d.amount AS face_amount, d.currency
        FROM period p JOIN deal d ON d.created_at < p.e) o
JOIN stage s ON s.id = o.stage AND s.kind = 'open';

-- Companies with a name or person and at least an address, a phone or an e-mail address: the least that makes a
-- contact collected. A name is always there, so one of the others is enough.
CREATE TEMP VIEW collected AS
SELECT c.id AS company, c.created_at AS at, c.created_by AS rep
FROM company c
WHERE EXISTS (SELECT 1 FROM channel h WHERE h.company = c.id AND h.state = 'ok' AND h.kind IN ('phone', 'email'))
   OR EXISTS (SELECT 1 FROM address a WHERE a.company = c.id)
   OR EXISTS (SELECT 1 FROM employment e JOIN channel h ON h.contact = e.contact
               WHERE e.company = c.id AND h.state = 'ok' AND h.kind IN ('phone', 'email'));

-- Appointments: one for each company and day of the talk. Moving one that is not yet due to another
-- day is none; one that has a day and no hour is due all that day.
CREATE TEMP VIEW appointment AS
SELECT a.id AS activity, a.at, a.rep, a.company, a.deal, a.campaign, a.contact,
       coalesce('c' || a.company, 'a' || a.id) || ' ' || substr(a.at, 1, 10) AS meeting
FROM activity a
WHERE a.outcome = 'appointment' AND NOT EXISTS
  (SELECT 1 FROM activity b
    WHERE b.company = a.company AND b.outcome = 'appointment' AND b.at < a.at
      AND (b.planned_at > a.at OR b.planned_at = substr(a.at, 1, 10))
      AND substr(b.at, 1, 10) < substr(a.at, 1, 10));

-- Category of every company at S.
CREATE TEMP VIEW company_at_start AS
SELECT p.label AS period, p.s, p.e, c.id AS company, c.created_at,
       coalesce((SELECT h.to_category FROM category_change h WHERE h.company = c.id AND h.at < p.s
                  ORDER BY h.at DESC, h.id DESC LIMIT 1),
                (SELECT h.from_category FROM category_change h WHERE h.company = c.id AND h.at >= p.s
                  ORDER BY h.at, h.id LIMIT 1),
                CASE WHEN NOT EXISTS (SELECT 1 FROM category_change h WHERE h.company = c.id)
                     THEN c.category END) AS category
FROM period p JOIN company c ON c.created_at < p.s;

-- The list that a caller works through: the members of each campaign when campaigns are asked for, else the companies that
-- were leads at S and those collected as leads in the period. The first category of the life cycle is the lead.
CREATE TEMP VIEW call_list AS
SELECT p.label AS period, p.s, p.e, m.company, m.campaign, m.at
FROM period p JOIN campaign_member m ON m.at < p.e AND m.status <> 'held-out'
WHERE EXISTS (SELECT 1 FROM asked WHERE name = 'campaign')
UNION ALL
SELECT c.period, c.s, c.e, c.company, NULL, c.s
FROM company_at_start c
WHERE NOT EXISTS (SELECT 1 FROM asked WHERE name = 'campaign')
  AND c.category = (SELECT k.id FROM category k WHERE k.kind = 'open' ORDER BY k.position, k.id LIMIT 1)
UNION ALL
SELECT p.label, p.s, p.e, c.id, NULL, c.created_at
FROM period p JOIN company c ON c.created_at >= p.s AND c.created_at < p.e
WHERE NOT EXISTS (SELECT 1 FROM asked WHERE name = 'campaign')
  AND coalesce((SELECT coalesce(h.from_category, h.to_category) FROM category_change h WHERE h.company = c.id
                 ORDER BY h.at, h.id LIMIT 1), c.category) = (SELECT k.id FROM category k WHERE k.kind = 'open' ORDER BY k.position, k.id LIMIT 1);
