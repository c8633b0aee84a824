-- Whom to ask for: the person it is about, else those of the company, who decides first. Nobody who withdrew consent
-- and has not given it again, and nobody whose every working telephone is not to be used, on whichever record that is marked.
-- Only the first row is read: with a LIMIT it would be sorted in a table made for it, which costs more than the rest.
SELECT pe.contact
  FROM (SELECT CAST(:contact AS INTEGER) AS contact, 0 AS place, 0 AS id
        UNION ALL
        SELECT em.contact, CASE em.role WHEN 'decides' THEN 1 WHEN 'influences' THEN 2 ELSE 3 END, em.id
          FROM employment em
         WHERE em.company = :company AND (em.since IS NULL OR em.since <= :today)
           AND (em.until IS NULL OR em.until >= :today)) pe
 WHERE pe.contact IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM consent cs WHERE cs.contact = pe.contact AND cs.withdrawn_on <= :today
                      AND NOT EXISTS (SELECT 1 FROM consent ag WHERE ag.contact = cs.contact
                                         AND ag.purpose = cs.purpose AND ag.given_on >= cs.withdrawn_on
                                         AND (ag.withdrawn_on IS NULL OR ag.withdrawn_on > :today)))
   AND (NOT EXISTS (SELECT 1 FROM channel ch WHERE ch.contact = pe.contact AND ch.kind = 'phone' AND ch.state = 'ok')
        OR EXISTS (SELECT 1 FROM channel ch WHERE ch.contact = pe.contact AND ch.kind = 'phone' AND ch.state = 'ok'
                      AND coalesce(ch.do_not_contact_until, '') <= :today
                      AND NOT EXISTS (SELECT 1 FROM channel no WHERE no.key = ch.key AND no.kind = 'phone'
                                         AND coalesce(no.extension, '') = coalesce(ch.extension, '')
                                         AND no.do_not_contact_until > :today)))
 ORDER BY pe.place, pe.id
