-- Invoices of a rep's companies past their day, with what is still owed: as it was agreed, and of a currency of its own in
-- the base currency, which is empty where there is no rate.
SELECT co.id, iv.due_on, crm_open(iv.id), de.currency,
       CASE WHEN de.currency IS NOT NULL THEN crm_base(crm_open(iv.id), de.currency, iv.due_on) END
  FROM company co
  JOIN invoice iv ON iv.company = co.id
  LEFT JOIN deal de ON de.id = iv.deal
 WHERE co.owner = :rep AND iv.due_on < :today
 ORDER BY co.id, iv.due_on, iv.id
