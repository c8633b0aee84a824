-- Working telephones of a company, its people and the wanted person, who may belong elsewhere: those of the wanted
-- person, then the firm's, then others'. Not to be dialled is a number that is marked so on any record, and that of a
-- person who withdrew consent. Others' are looked for when :others is not 0: finding out who works there costs as much as
-- all the rest.
SELECT ch.value, ch.extension, ch.contact,
       EXISTS (SELECT 1 FROM channel no WHERE no.key = ch.key AND no.kind = 'phone'
                  AND coalesce(no.extension, '') = coalesce(ch.extension, '') AND no.do_not_contact_until > :today)
       OR coalesce(ch.do_not_contact_until, '') > :today
       OR EXISTS (SELECT 1 FROM consent cs WHERE cs.contact = ch.contact AND cs.withdrawn_on <= :today
                     AND NOT EXISTS (SELECT 1 FROM consent ag WHERE ag.contact = cs.contact
                                        AND ag.purpose = cs.purpose AND ag.given_on >= cs.withdrawn_on
                                        AND (ag.withdrawn_on IS NULL OR ag.withdrawn_on > :today)))
  FROM channel ch
 WHERE ch.kind = 'phone' AND ch.state = 'ok'
   AND (ch.company = :company OR ch.contact = :contact
        OR (:others AND ch.contact IN (SELECT em.contact FROM employment em WHERE em.company = :company
                                          AND (em.since IS NULL OR em.since <= :today)
                                          AND (em.until IS NULL OR em.until >= :today))))
 ORDER BY CASE WHEN ch.contact = :contact THEN 0 WHEN ch.company IS NOT NULL THEN 1 ELSE 2 END,
          ch.is_main DESC, ch.id
