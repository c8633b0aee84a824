-- Working telephones of a company and its people: those of the wanted person, then the firm's, then others'.
SELECT ch.value, ch.extension, ch.contact, coalesce(ch.do_not_contact_until, '') > :today
  FROM channel ch
 WHERE ch.kind = 'phone' AND ch.state = 'ok'
   AND (ch.company = :company
        OR ch.contact IN (SELECT em.contact FROM employment em WHERE em.company = :company
                             AND (em.until IS NULL OR em.until >= :today)))
 ORDER BY CASE WHEN ch.contact = :contact THEN 0 WHEN ch.company IS NOT NULL THEN 1 ELSE 2 END,
          ch.is_main DESC, ch.id
