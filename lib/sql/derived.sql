-- Fields that are computed, usable like stored ones in columns, filters and sorting.
--   -- ENTITY.FIELD KIND[*]: what it says
-- followed by one SQL expression, in which $ stands for the row's table alias. The build reads this file
-- together with schema.sql. crm_now(), crm_today() and crm_base() follow --as-of. The main one of several is asked for
-- by itself, then the first: the index has them in that order, and to sort three rows takes longer than all the rest,
-- as does a list of three words behind IN.

-- territory.level int: how deep it lies in the tree, 0 at the top
(WITH RECURSIVE up (id, parent) AS (
    SELECT t0.id, t0.parent FROM territory t0 WHERE t0.id = $.id
    UNION SELECT t1.id, t1.parent FROM territory t1 JOIN up ON t1.id = up.parent)
  SELECT count(*) - 1 FROM up)

-- rep.role text: a role held today, the first by its word; filters look at all
(SELECT min(rr.role) FROM rep_role rr WHERE rr.rep = $.id
    AND (rr.since IS NULL OR rr.since <= crm_today()) AND (rr.until IS NULL OR rr.until >= crm_today()))

-- company.phone phone: main working telephone
(coalesce((SELECT ch.value FROM channel ch WHERE ch.company = $.id AND ch.kind = 'phone' AND ch.state = 'ok'
    AND ch.is_main = 1 ORDER BY ch.id LIMIT 1),
  (SELECT ch.value FROM channel ch WHERE ch.company = $.id AND ch.kind = 'phone' AND ch.state = 'ok'
    ORDER BY ch.id LIMIT 1)))

-- company.email email: main working e-mail address
(coalesce((SELECT ch.value FROM channel ch WHERE ch.company = $.id AND ch.kind = 'email' AND ch.state = 'ok'
    AND ch.is_main = 1 ORDER BY ch.id LIMIT 1),
  (SELECT ch.value FROM channel ch WHERE ch.company = $.id AND ch.kind = 'email' AND ch.state = 'ok'
    ORDER BY ch.id LIMIT 1)))

-- company.inn inn: tax number of the main legal person
(coalesce((SELECT le.inn FROM legal_entity le WHERE le.company = $.id AND le.inn IS NOT NULL
    AND le.is_main = 1 ORDER BY le.id LIMIT 1),
  (SELECT le.inn FROM legal_entity le WHERE le.company = $.id AND le.inn IS NOT NULL
    ORDER BY le.id LIMIT 1)))

-- company.kpp kpp: branch code of the main legal person
(coalesce((SELECT le.kpp FROM legal_entity le WHERE le.company = $.id AND le.kpp IS NOT NULL
    AND le.is_main = 1 ORDER BY le.id LIMIT 1),
  (SELECT le.kpp FROM legal_entity le WHERE le.company = $.id AND le.kpp IS NOT NULL
    ORDER BY le.id LIMIT 1)))

-- company.legal_name text: registered name of the main legal person
(coalesce((SELECT le.legal_name FROM legal_entity le WHERE le.company = $.id AND le.legal_name IS NOT NULL
    AND le.is_main = 1 ORDER BY le.id LIMIT 1),
  (SELECT le.legal_name FROM legal_entity le WHERE le.company = $.id AND le.legal_name IS NOT NULL
    ORDER BY le.id LIMIT 1)))

-- company.city text: city of the main address
(coalesce((SELECT ad.city FROM address ad WHERE ad.company = $.id AND ad.city IS NOT NULL
    AND ad.is_main = 1 ORDER BY ad.id LIMIT 1),
  (SELECT ad.city FROM address ad WHERE ad.company = $.id AND ad.city IS NOT NULL
    ORDER BY ad.id LIMIT 1)))

-- company.address text: street of the main address
(coalesce((SELECT ad.street FROM address ad WHERE ad.company = $.id AND ad.street IS NOT NULL
    AND ad.is_main = 1 ORDER BY ad.id LIMIT 1),
  (SELECT ad.street FROM address ad WHERE ad.company = $.id AND ad.street IS NOT NULL
    ORDER BY ad.id LIMIT 1)))

-- company.last_contact_at time: last real contact (somebody was spoken to or met)
(SELECT max(ac.at) FROM activity ac WHERE ac.company = $.id AND ac.at <= crm_now()
    AND ac.kind <> 'note' AND (ac.outcome IS NULL
    OR (ac.outcome <> 'no-answer' AND ac.outcome <> 'cancelled' AND ac.outcome <> 'no-show')))

-- company.next_task_due time: nearest due time of its open tasks
(SELECT min(ta.due_at) FROM task ta WHERE ta.company = $.id AND ta.status = 'open')

-- company.first_bought_at time: first sale
(SELECT min(de.closed_at) FROM deal de JOIN stage st ON st.id = de.stage
  WHERE de.company = $.id AND st.kind = 'won')

-- company.last_bought_on time: last sale
(SELECT max(de.closed_at) FROM deal de JOIN stage st ON st.id = de.stage
  WHERE de.company = $.id AND st.kind = 'won')

-- company.bought_12m money: sales of the last 365 days in the base currency
(SELECT sum(crm_base(de.amount, de.currency, de.closed_at)) FROM deal de JOIN stage st ON st.id = de.stage
  WHERE de.company = $.id AND st.kind = 'won' AND crm_days(de.closed_at, crm_today()) <= 365)

-- invoice.open money: not yet paid; payments of the deal that name no invoice pay the earliest due first
crm_open($.id)

-- company.debt money: invoiced and not paid, in the base currency; what pays an invoice counts by the rate of that
(coalesce((SELECT sum(crm_base(iv.amount, dl.currency, iv.issued_on)) FROM invoice iv
    LEFT JOIN deal dl ON dl.id = iv.deal WHERE iv.company = $.id), 0)
 - coalesce((SELECT sum(crm_base(py.amount, dl.currency, coalesce(iv.issued_on, py.paid_on))) FROM payment py
    LEFT JOIN invoice iv ON iv.id = py.invoice
    LEFT JOIN deal dl ON dl.id = coalesce(py.deal, iv.deal) WHERE py.company = $.id), 0))

-- company.overdue_days int: days since the oldest invoice that is due and not paid in full
(SELECT max(crm_days(iv.due_on, crm_today())) FROM invoice iv
  WHERE iv.company = $.id AND iv.due_on < crm_today() AND crm_open(iv.id) > 0)

-- company.open_claims int: complaints not settled
(SELECT count(*) FROM claim cl WHERE cl.company = $.id AND (cl.closed_on IS NULL OR cl.closed_on > crm_today()))

-- contact.phone phone: main working telephone
(coalesce((SELECT ch.value FROM channel ch WHERE ch.contact = $.id AND ch.kind = 'phone' AND ch.state = 'ok'
    AND ch.is_main = 1 ORDER BY ch.id LIMIT 1),
  (SELECT ch.value FROM channel ch WHERE ch.contact = $.id AND ch.kind = 'phone' AND ch.state = 'ok'
    ORDER BY ch.id LIMIT 1)))

-- contact.email email: main working e-mail address
(coalesce((SELECT ch.value FROM channel ch WHERE ch.contact = $.id AND ch.kind = 'email' AND ch.state = 'ok'
    AND ch.is_main = 1 ORDER BY ch.id LIMIT 1),
  (SELECT ch.value FROM channel ch WHERE ch.contact = $.id AND ch.kind = 'email' AND ch.state = 'ok'
    ORDER BY ch.id LIMIT 1)))

-- contact.company ref company: present employer
(SELECT em.company FROM employment em WHERE em.contact = $.id
    AND (em.since IS NULL OR em.since <= crm_today()) AND (em.until IS NULL OR em.until >= crm_today())
  ORDER BY em.since DESC NULLS LAST, em.id DESC LIMIT 1)

-- contact.position text: present post
(SELECT em.position FROM employment em WHERE em.contact = $.id
    AND (em.since IS NULL OR em.since <= crm_today()) AND (em.until IS NULL OR em.until >= crm_today())
  ORDER BY em.since DESC NULLS LAST, em.id DESC LIMIT 1)

-- contact.role enum decides,influences,uses,pays,blocks: present part in buying decisions
(SELECT em.role FROM employment em WHERE em.contact = $.id
    AND (em.since IS NULL OR em.since <= crm_today()) AND (em.until IS NULL OR em.until >= crm_today())
  ORDER BY em.since DESC NULLS LAST, em.id DESC LIMIT 1)

-- deal.days_in_stage int: days since it entered its stage
crm_days($.moved_at, crm_now())

-- deal.idle_days int: days since its last move or contact
crm_days(coalesce((SELECT max(ac.at) FROM activity ac WHERE ac.deal = $.id AND ac.at <= crm_now()
    AND ac.at > $.moved_at), $.moved_at), crm_now())

-- deal.stage_kind enum open,won,lost: kind of the stage it stands in
(SELECT st.kind FROM stage st WHERE st.id = $.stage)

-- deal.paid money: paid so far, also for its invoices, in the deal's currency
(coalesce((SELECT sum(py.amount) FROM payment py WHERE py.deal = $.id), 0)
 + coalesce((SELECT sum(py.amount) FROM invoice iv JOIN payment py ON py.invoice = iv.id
    WHERE iv.deal = $.id AND py.deal IS NULL), 0))

-- deal.margin money: amount less cost
($.amount - $.cost)

-- deal.product text: a product of its items, the first by code; filters look at all
(SELECT min(pr.code) FROM deal_item di JOIN product pr ON pr.id = di.product WHERE di.deal = $.id)

-- deal.cycle_days int: days from opening to closing
crm_days($.created_at, $.closed_at)

-- task.overdue_days int: days past its due day; empty when done or not due
(CASE WHEN $.status = 'open' AND substr($.due_at, 1, 10) < crm_today() THEN crm_days($.due_at, crm_now()) END)

-- txn.undoes int: the change set it took back, the latest when there are several
(SELECT max(u.undoes) FROM txn_undo u WHERE u.txn = $.id)
