-- Invoices of a rep's companies past their day, with what is still owed in the base currency.
SELECT co.id, iv.due_on, iv.deal, crm_base(crm_open(iv.id), de.currency, iv.due_on)
  FROM company co
  JOIN invoice iv ON iv.company = co.id
  LEFT JOIN deal de ON de.id = iv.deal
 WHERE co.owner = :rep AND iv.due_on < :today
 ORDER BY co.id, iv.due_on, iv.id
