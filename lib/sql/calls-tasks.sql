-- What a rep promised, then what he has to do until tonight, the earliest first.
SELECT ta.id, coalesce(ta.company, de.company), ta.contact, ta.deal, ta.title, ta.due_at,
       ta.kind = 'promise' OR coalesce(ac.outcome, '') IN ('callback', 'appointment'), ta.kind,
       crm_base(de.amount, de.currency, crm_today())
  FROM task ta
  LEFT JOIN deal de ON de.id = ta.deal
  LEFT JOIN activity ac ON ac.id = ta.activity
 WHERE ta.assignee = :rep AND ta.status = 'open' AND ta.due_at < :tomorrow
 ORDER BY 7 DESC, ta.due_at, ta.id
