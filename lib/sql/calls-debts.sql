-- Invoices of a rep's companies past their day, with what is still owed in the base currency.
SELECT co.id, iv.due_on, iv.deal,
       crm_base(iv.amount - coalesce((SELECT sum(py.amount) FROM payment py
                 WHERE py.invoice = iv.id OR (py.invoice IS NULL AND py.deal = iv.deal)), 0),
                de.currency, iv.due_on)
  FROM company co
  JOIN invoice iv ON iv.company = co.id
  LEFT JOIN deal de ON de.id = iv.deal
 WHERE co.owner = :rep AND iv.due_on < :today
 ORDER BY co.id, iv.due_on, iv.id
